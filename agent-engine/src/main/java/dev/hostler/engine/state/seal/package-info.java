/** Encryption of what the store holds of wishes: it knows bytes and places, and no file. */
@NullMarked
package dev.hostler.engine.state.seal;

import org.jspecify.annotations.NullMarked;
