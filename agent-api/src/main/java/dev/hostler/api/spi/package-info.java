/** What a plugin implements, and what the engine hands it. */
@NullMarked
package dev.hostler.api.spi;

import org.jspecify.annotations.NullMarked;
