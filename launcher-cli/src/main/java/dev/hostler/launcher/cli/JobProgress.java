package dev.hostler.launcher.cli;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.StepResult;
import dev.hostler.launcher.cli.client.JobNews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * How far a job is: its images and its steps, as far as it has told. Thread-safe.
 *
 * <p>Implementation note: the monitor guards all fields.
 */
final class JobProgress implements JobNews {
    /** Of a long pipeline, people see the end. */
    private static final int SHOWN = 6;

    private final LongSupplier nanos;
    private final long start;
    private final Map<String, ImagePull> pulls = new LinkedHashMap<>();
    private final Map<Integer, Step> steps = new TreeMap<>();

    /** @param nanos a monotonic clock */
    JobProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** A step: what became of it, or since when it runs. */
    private record Step(String name, String ended, long since) {}

    @Override
    public synchronized void pull(ImagePull pull) {
        switch (pull.phase()) {
            case STARTED, LOADING, RETRYING -> pulls.put(pull.image(), pull);
            case DONE, FAILED -> pulls.remove(pull.image());
        }
    }

    @Override
    public synchronized void started(int step, String name) {
        steps.put(step, new Step(name, "", nanos.getAsLong()));
    }

    @Override
    public synchronized void ended(int step, StepResult result) {
        steps.put(step, new Step(result.name(), TextRendering.summary(result), 0));
    }

    /** Returns a line for each image that comes and for each of the last steps; one at least. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        pulls.values().forEach(pull -> lines.add("  pulling: " + pull.image() + " " + amount(pull)));
        List<Step> all = new ArrayList<>(steps.values());
        if (all.size() > SHOWN) {
            lines.add("  ... " + (all.size() - SHOWN) + " before");
        }
        all.subList(Math.max(0, all.size() - SHOWN), all.size()).forEach(step -> lines.add(line(step)));
        if (lines.isEmpty()) {
            lines.add("  preparing, " + since(start));
        }
        return lines;
    }

    private String line(Step step) {
        return step.ended().isEmpty() ? "  running: " + step.name() + ", " + since(step.since()) : step.ended();
    }

    /** In whole seconds, since it is looked at while it counts. */
    private String since(long then) {
        Duration elapsed = Duration.ofNanos(nanos.getAsLong() - then);
        return elapsed.toMinutes() > 0 ? Durations.format(elapsed) : elapsed.toSeconds() + " s";
    }

    private static String amount(ImagePull pull) {
        return switch (pull.phase()) {
            case STARTED, DONE, FAILED -> "";
            case LOADING -> ProgressBar.of(pull.bytesDone(), pull.bytesTotal());
            case RETRYING -> "(waiting for another attempt)";
        };
    }
}
