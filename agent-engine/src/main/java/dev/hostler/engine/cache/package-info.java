/** Caches: directories that jobs of one repository hand to each other. */
@NullMarked
package dev.hostler.engine.cache;

import org.jspecify.annotations.NullMarked;
