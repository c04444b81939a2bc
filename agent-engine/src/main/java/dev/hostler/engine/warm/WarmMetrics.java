package dev.hostler.engine.warm;

import dev.hostler.engine.metric.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The numbers of the sandboxes that stand ready. Thread-safe.
 *
 * @param metrics where they go
 */
record WarmMetrics(Metrics metrics) {
    void register(IntSupplier standing) {
        metrics.gauge("hostler.warm.sandboxes", Map.of(), standing::getAsInt);
        metrics.gauge(
                "hostler.warm.memory.bytes", Map.of(), () -> (double) standing.getAsInt() * WarmSettings.EACH_BYTES);
    }

    void hit(Duration age) {
        metrics.count("hostler.warm.hits", Map.of(), 1);
        metrics.time("hostler.warm.age", Map.of(), age);
    }

    void miss(String cause) {
        metrics.count("hostler.warm.misses", Map.of("cause", cause), 1);
    }

    void opened() {
        metrics.count("hostler.warm.opened", Map.of(), 1);
    }

    void discarded(String cause) {
        metrics.count("hostler.warm.discarded", Map.of("cause", cause), 1);
    }
}
