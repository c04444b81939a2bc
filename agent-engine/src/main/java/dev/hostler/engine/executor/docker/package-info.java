/** Sandboxes that are containers of the host's Docker engine. */
@NullMarked
package dev.hostler.engine.executor.docker;

import org.jspecify.annotations.NullMarked;
