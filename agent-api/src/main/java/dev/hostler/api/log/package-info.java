/** What a job's log looks like to a reader. */
@NullMarked
package dev.hostler.api.log;

import org.jspecify.annotations.NullMarked;
