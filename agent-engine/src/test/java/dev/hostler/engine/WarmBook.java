package dev.hostler.engine;

import dev.hostler.api.spi.MetricSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.awaitility.Awaitility;

/** What an agent tells of its sandboxes that stand ready. Thread-safe. */
final class WarmBook implements MetricSink {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public void count(String name, Map<String, String> labels, long amount) {
        counts.merge(
                name + String.join("", labels.values().stream().map(" "::concat).toList()), amount, Long::sum);
    }

    @Override
    public void time(String name, Map<String, String> labels, Duration duration) {
        counts.merge(name, 1L, Long::sum);
    }

    @Override
    public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
        gauges.put(name, value);
    }

    long hits() {
        return counted("hostler.warm.hits");
    }

    /** Returns a counter; the values of its labels follow its name. */
    long counted(String name) {
        return counts.getOrDefault(name, 0L);
    }

    double gauge(String name) {
        return gauges.get(name).getAsDouble();
    }

    /** Waits until so many stand at least; ten seconds after the last job, one may be all that is wanted. */
    void awaitStanding(int count) {
        Awaitility.await("so many stand ready")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> gauge("hostler.warm.sandboxes") >= count);
    }
}
