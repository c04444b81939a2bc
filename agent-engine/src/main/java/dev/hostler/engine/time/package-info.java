/** The machine's threads, timers and clocks; the only place that touches them. */
@NullMarked
package dev.hostler.engine.time;

import org.jspecify.annotations.NullMarked;
