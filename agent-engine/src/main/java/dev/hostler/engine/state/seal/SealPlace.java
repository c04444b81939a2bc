package dev.hostler.engine.state.seal;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a sealed value belongs. It opens there and nowhere else, so that nobody can move it to another row. Immutable.
 *
 * @param purpose what it is, such as {@code job-spec}; stored values depend on it, so it never changes
 * @param owner whose it is; empty for the store's own
 * @param id the thing's id; empty if there is one only
 */
public record SealPlace(String purpose, String owner, String id) {
    /** Returns the bytes that are bound to the value; with lengths, so that two places never look the same. */
    byte[] bytes() {
        return Stream.of(purpose, owner, id)
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return owner.isEmpty() && id.isEmpty() ? purpose : purpose + " " + owner + "/" + id;
    }
}
