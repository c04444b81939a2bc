package dev.hostler.engine.node;

import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.time.LastKnown;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The last fingerprint of each part that has one. Thread-safe. */
public final class Fingerprints {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final LastKnown<Map<String, Fingerprint>> known;

    /**
     * Creates a memory of fingerprints; none is taken until somebody asks.
     *
     * @param parts what takes each part's, by the part's id
     */
    public Fingerprints(Scheduler scheduler, Map<String, Supplier<Fingerprint>> parts) {
        Map<String, Supplier<Fingerprint>> all = Map.copyOf(parts);
        this.known = new LastKnown<>(scheduler, "hostler-fingerprint", Map.of(), FRESH, before -> take(all));
    }

    /** Returns the last fingerprints by id; none of a part that has not answered yet. Never waits. */
    public Map<String, Fingerprint> last() {
        return known.get();
    }

    private static Map<String, Fingerprint> take(Map<String, Supplier<Fingerprint>> parts) {
        Map<String, Fingerprint> taken = new LinkedHashMap<>();
        parts.forEach((id, part) -> taken.put(id, part.get()));
        return Map.copyOf(taken);
    }
}
