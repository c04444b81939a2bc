package dev.hostler.launcher.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured values of one kind. Confined to one thread. */
final class Samples {
    private static final int ALL = 100;
    private static final int MOST = 95;

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** Adds a time, in milliseconds. */
    void addNanos(long nanos) {
        add(nanos / 1e6);
    }

    /** Returns what was added last. */
    double latest() {
        return values.get(values.size() - 1);
    }

    int count() {
        return values.size();
    }

    double median() {
        return percentile(ALL / 2);
    }

    double p95() {
        return percentile(MOST);
    }

    double least() {
        return percentile(0);
    }

    double largest() {
        return percentile(ALL);
    }

    /** Returns the value below or at which so many of a hundred are; NaN if there is none. */
    private double percentile(int percent) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / ALL));
    }
}
