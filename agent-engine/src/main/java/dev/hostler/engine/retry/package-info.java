/** Trying again what may work the next time. */
@NullMarked
package dev.hostler.engine.retry;

import org.jspecify.annotations.NullMarked;
