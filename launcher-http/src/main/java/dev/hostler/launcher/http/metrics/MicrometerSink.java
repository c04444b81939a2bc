package dev.hostler.launcher.http.metrics;

import dev.hostler.api.spi.MetricSink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Puts the agent's numbers into a registry of Micrometer, under the same names. Thread-safe.
 *
 * @param registry where they go
 */
record MicrometerSink(MeterRegistry registry) implements MetricSink {
    @Override
    public void count(String name, Map<String, String> labels, long amount) {
        registry.counter(name, tags(labels)).increment(amount);
    }

    @Override
    public void time(String name, Map<String, String> labels, Duration duration) {
        registry.timer(name, tags(labels)).record(duration);
    }

    @Override
    public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble).tags(tags(labels)).register(registry);
    }

    private static Tags tags(Map<String, String> labels) {
        return Tags.of(labels.entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList());
    }
}
