package dev.hostler.launcher.http.server;

import java.util.Map;

/**
 * A request that has found its route and brought its whole body. Immutable.
 *
 * @param parts what stands in the path in the place of each {@code {name}} of the route
 * @param body the content; empty if there is none
 */
public record Call(Map<String, String> parts, byte[] body) {
    /** Copies the parts. */
    public Call {
        parts = Map.copyOf(parts);
    }

    @Override
    public String toString() {
        return "Call" + parts;
    }
}
