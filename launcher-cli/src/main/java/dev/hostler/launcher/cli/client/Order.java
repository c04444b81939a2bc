package dev.hostler.launcher.cli.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request. Immutable.
 *
 * @param method the method
 * @param path the path and the query, encoded
 * @param headers headers beside those that every request has; one of them may be a secret
 * @param body a JSON text; empty if there is none
 * @param patience how long to wait for the next byte of the answer; empty: as long as it takes
 */
record Order(
        String method, String path, Map<String, String> headers, Optional<String> body, Optional<Duration> patience) {
    /** Leaves out what may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
