/** Sandboxes that are started before their jobs come. */
@NullMarked
package dev.hostler.engine.warm;

import org.jspecify.annotations.NullMarked;
