package dev.hostler.launcher.http.server;

import java.time.Duration;

/**
 * What one client may use of the server. Immutable.
 *
 * @param bodyBytes the size of a body
 * @param headerBytes the size of all headers of a request
 * @param idle how long a connection may be silent while something is due from the client, how long the head of a request may
 *     take, and after how long a body has to have come at a kilobyte a second
 * @param connections how many connections there may be
 */
public record Limits(long bodyBytes, int headerBytes, Duration idle, int connections) {
    /** What suits most. */
    public static final Limits USUAL = new Limits(16L << 20, 16 << 10, Duration.ofSeconds(30), 2000);
}
