/** The agent's numbers, on their way to those who want them. */
@NullMarked
package dev.hostler.engine.metric;

import org.jspecify.annotations.NullMarked;
