package dev.hostler.launcher.http.metrics;

import dev.hostler.api.spi.MetricSink;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Dialect;
import dev.hostler.launcher.http.server.Route;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The agent's numbers and the JVM's, for whoever asks for them. Thread-safe. */
public final class Meters implements AutoCloseable {
    /** The text format of Prometheus. */
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Begins to take the JVM's numbers. */
    public Meters() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Returns what takes the agent's numbers. */
    public MetricSink sink() {
        return new MicrometerSink(registry);
    }

    /** Returns the route on which they are read. */
    public Route route(Dialect dialect) {
        return new Route(
                "GET",
                "/metrics",
                Access.KEY,
                dialect,
                call -> CompletableFuture.completedFuture(
                        Answer.of(200, TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
