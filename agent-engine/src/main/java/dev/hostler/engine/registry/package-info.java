/** Finds providers and settles which of them are used. */
@NullMarked
package dev.hostler.engine.registry;

import org.jspecify.annotations.NullMarked;
