package dev.hostler.launcher.grpc.metrics;

import dev.hostler.api.spi.MetricSink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The engine's numbers. A step for a workload is a task of the protocol, and a look at a runtime is its reconcile. Thread-safe.
 *
 * @param registry where they go
 * @param meters takes the protocol's
 */
record EngineNumbers(MeterRegistry registry, Meters meters) implements MetricSink {
    @Override
    public void count(String name, Map<String, String> labels, long amount) {
        registry.counter(name, tags(labels)).increment((double) amount);
    }

    @Override
    public void time(String name, Map<String, String> labels, Duration duration) {
        registry.timer(name, tags(labels)).record(duration);
        if (name.equals("hostler.workload.step")) {
            task(
                    labels.getOrDefault("step", ""),
                    labels.getOrDefault("outcome", "").equals("done"),
                    duration);
        } else if (name.equals("hostler.runtime.look")) {
            meters.noteLook(labels.getOrDefault("runtime", ""));
            meters.count("workload_reconcile");
            meters.time("workload_reconcile_duration", duration);
        }
    }

    private void task(String step, boolean done, Duration duration) {
        String status = done ? "completed" : "failed";
        meters.count("task_executions", "type", step, "status", status);
        meters.time("task_latency", duration, "type", step, "status", status);
        if (!done) {
            meters.count("task_failures", "type", step);
            meters.count("workload_failed");
        }
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
