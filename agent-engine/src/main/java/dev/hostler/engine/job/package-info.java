/** Jobs on their way from the queue to their one result. */
@NullMarked
package dev.hostler.engine.job;

import org.jspecify.annotations.NullMarked;
