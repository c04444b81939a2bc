/** Sandboxes made of the host's own processes, kept apart by namespaces and users of their own. */
@NullMarked
package dev.hostler.engine.executor.process;

import org.jspecify.annotations.NullMarked;
