/** Finds and removes what nobody needs any more: caches and images, by age and size. */
@NullMarked
package dev.hostler.engine.janitor;

import org.jspecify.annotations.NullMarked;
