package dev.hostler.launcher.http.server;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that has found its route and brought its whole body. Immutable.
 *
 * @param parts what stands in the path in the place of each {@code {name}} of the route
 * @param query what stands behind the {@code ?}, as it came; empty if nothing does
 * @param headers the headers by their names in lower case, save the key
 * @param body the content; empty if there is none
 * @param local whether it came by the Unix domain socket, so that whoever sent it is the agent's own user
 */
public record Call(Map<String, String> parts, String query, Map<String, String> headers, byte[] body, boolean local) {
    /** Copies parts and headers. */
    public Call {
        parts = Map.copyOf(parts);
        headers = Map.copyOf(headers);
    }

    /** A request that came by the port. */
    public Call(Map<String, String> parts, String query, Map<String, String> headers, byte[] body) {
        this(parts, query, headers, body, false);
    }

    /** Returns what stands in the path in the place of a name that the route has. */
    public String part(String name) {
        return Objects.requireNonNull(parts.get(name));
    }

    /** Returns a header's value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Leaves out what may hold secrets. */
    @Override
    public String toString() {
        return "Call" + parts;
    }
}
