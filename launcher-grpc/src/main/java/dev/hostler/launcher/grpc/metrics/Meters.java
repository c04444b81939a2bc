package dev.hostler.launcher.grpc.metrics;

import dev.hostler.api.spi.MetricSink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** All numbers of the node, and how they are read. Thread-safe. */
public final class Meters implements AutoCloseable {
    /** What the protocol's numbers start with. */
    private static final String PREFIX = "persys_agent_";

    private static final Duration[] STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Written by hand: the library drops the end "created" of a name, which it keeps for itself. */
    private final LongAdder created = new LongAdder();

    /** The runtimes that the engine has looked at. */
    private final Set<String> looked = ConcurrentHashMap.newKeySet();

    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Begins to take the JVM's numbers. */
    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Returns what takes the engine's numbers: under their own names, and the protocol's where it has one. */
    public MetricSink sink() {
        return new EngineNumbers(registry, this);
    }

    /** Adds one to a number of the protocol. Labels are names and values in turn. */
    void count(String name, String... labels) {
        registry.counter(PREFIX + name, labels).increment();
    }

    void noteLook(String runtime) {
        looked.add(runtime);
    }

    /** Returns whether the engine has looked at a runtime. */
    public boolean hasLookedAt(String runtime) {
        return looked.contains(runtime);
    }

    /** Counts a workload that was made or changed. */
    void countCreated() {
        created.increment();
    }

    /** Adds nothing to a number of the protocol, so that it is there from the start. */
    void announce(String name, String... labels) {
        registry.counter(PREFIX + name, labels);
    }

    /** Notes how long something took. */
    void time(String name, Duration duration, String... labels) {
        Timer.builder(PREFIX + name)
                .tags(labels)
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(duration);
    }

    /** Registers a value that is read whenever the numbers are. */
    void gauge(String name, DoubleSupplier value, String... labels) {
        Gauge.builder(PREFIX + name, value::getAsDouble).tags(Tags.of(labels)).register(registry);
    }

    /** Returns all numbers in the text format of Prometheus. */
    String text() {
        return registry.scrape()
                + "# TYPE " + PREFIX + "workload_created_total counter\n"
                + PREFIX + "workload_created_total " + created.sum() + ".0\n";
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
