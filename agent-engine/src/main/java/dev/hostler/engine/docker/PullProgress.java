package dev.hostler.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the parts of an image have come, as the engine tells it item by item. An error can come inside of a stream
 * that ends well. Thread-safe: {@code this} guards the fields.
 */
final class PullProgress {
    private final Map<String, Part> parts = new HashMap<>();
    private long items;
    private Optional<PullFailure> error = Optional.empty();

    /**
     * What is known at one moment. Immutable.
     *
     * @param items how much the engine has told
     * @param done how many bytes have come
     * @param total how many are to come; empty as long as the size of a part is not known
     */
    record Snapshot(long items, long done, OptionalLong total) {}

    /** Bytes of one part; its size is below 0 as long as nobody has told it. */
    private record Part(long done, long total) {
        static final Part UNKNOWN = new Part(0, -1);

        Part complete() {
            return new Part(Math.max(total, 0), Math.max(total, 0));
        }
    }

    /** Takes note of an item of the stream. */
    synchronized void item(JsonNode item) {
        items++;
        JsonNode detail = item.path("errorDetail");
        String cause = detail.path("message").asText(item.path("error").asText());
        if (!cause.isEmpty()) {
            failed(PullFailure.of(detail.path("code").asInt(PullFailure.NO_STATUS), cause));
        }
        String id = item.path("id").asText();
        switch (item.path("status").asText()) {
            case "Pulling fs layer" -> parts.put(id, Part.UNKNOWN);
            case "Downloading" -> parts.put(id, part(item.path("progressDetail")));
            // Also of a part that was here or came too quickly for anybody to tell its size.
            case "Download complete", "Pull complete", "Already exists" ->
                parts.computeIfPresent(id, (same, part) -> part.complete());
            default -> {
                // Tells of no bytes: waiting, verifying, unpacking.
            }
        }
    }

    private static Part part(JsonNode detail) {
        return new Part(detail.path("current").asLong(), detail.path("total").asLong(-1));
    }

    /** Takes note of the reason why there will be no image; the first one counts. */
    synchronized void failed(PullFailure failure) {
        if (error.isEmpty()) {
            error = Optional.of(failure);
        }
    }

    synchronized Optional<PullFailure> error() {
        return error;
    }

    synchronized Snapshot snapshot() {
        boolean known = !parts.isEmpty() && parts.values().stream().allMatch(part -> part.total() >= 0);
        return new Snapshot(
                items,
                parts.values().stream().mapToLong(Part::done).sum(),
                known
                        ? OptionalLong.of(
                                parts.values().stream().mapToLong(Part::total).sum())
                        : OptionalLong.empty());
    }
}
