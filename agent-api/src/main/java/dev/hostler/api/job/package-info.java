/** Jobs: work that runs to its end and has exactly one result. */
@NullMarked
package dev.hostler.api.job;

import org.jspecify.annotations.NullMarked;
