package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Gets the agent's numbers. Labels have few values; ids are never among them. Must not block. Thread-safe. */
@Experimental
public interface MetricSink {
    /** Adds to a counter. */
    void count(String name, Map<String, String> labels, long amount);

    /** Records how long something took. */
    void time(String name, Map<String, String> labels, Duration duration);

    /** Registers a value to be read whenever the numbers are collected. */
    void gauge(String name, Map<String, String> labels, DoubleSupplier value);
}
