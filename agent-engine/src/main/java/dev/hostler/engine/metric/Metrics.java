package dev.hostler.engine.metric;

import dev.hostler.api.spi.MetricSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every number to all sinks; one that fails harms nobody else. Names are in docs/metrics.md. Thread-safe. */
public final class Metrics {
    /** Numbers that nobody wants. */
    public static final Metrics NONE = new Metrics(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private final List<MetricSink> sinks;
    private final Set<MetricSink> failed = ConcurrentHashMap.newKeySet();

    /** Creates numbers for these sinks. */
    public Metrics(List<MetricSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    /** Adds to a counter. */
    public void count(String name, Map<String, String> labels, long amount) {
        tell(sink -> sink.count(name, labels, amount));
    }

    /** Records how long something took. */
    public void time(String name, Map<String, String> labels, Duration duration) {
        tell(sink -> sink.time(name, labels, duration));
    }

    /** Registers a value that is read when the numbers are collected; to read it must be cheap. */
    public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
        tell(sink -> sink.gauge(name, labels, value));
    }

    private void tell(Consumer<MetricSink> number) {
        for (MetricSink sink : sinks) {
            try {
                number.accept(sink);
            } catch (RuntimeException defect) {
                if (failed.add(sink)) {
                    LOG.warn(
                            "Metric sink {} fails; this is said once",
                            sink.getClass().getName(),
                            defect);
                }
            }
        }
    }
}
