/** The engine: one agent put together from its rooms. */
@NullMarked
package dev.hostler.engine;

import org.jspecify.annotations.NullMarked;
