package dev.hostler.engine.state;

import dev.hostler.engine.state.seal.Seal;
import dev.hostler.engine.state.seal.SealPlace;

/**
 * Stored values as JSON and back, and in sealed JSON what may hold a secret. Thread-safe.
 *
 * @param plain the JSON
 * @param seal closes and opens it
 */
record SealedCodec(StateCodec plain, Seal seal) {
    String encodeSealed(SealPlace place, Object value) {
        return seal.seal(place, plain.encode(value));
    }

    /** Also reads the plain JSON of agents that did not seal yet. */
    <T> T decodeSealed(SealPlace place, String text, Class<T> type) {
        return plain.decode(text.startsWith("{") ? text : seal.open(place, text), type);
    }
}
