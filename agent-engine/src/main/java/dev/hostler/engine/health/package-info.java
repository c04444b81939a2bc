/** The agent's own questions whether workloads do their work. */
@NullMarked
package dev.hostler.engine.health;

import org.jspecify.annotations.NullMarked;
