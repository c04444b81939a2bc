package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long the parts of a runner's way took. Confined to one thread. */
final class Phases {
    /** How the names of these details start. */
    static final String PREFIX = "seconds.";

    /** The parts in the order in which they come. */
    static final List<String> ORDER =
            List.of("lookup", "verify", "store", "download", "unpack", "copy", "register", "start", "wait", "job");

    private final Scheduler scheduler;
    private final Map<String, Duration> taken = new LinkedHashMap<>();

    Phases(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A part of the way. */
    @FunctionalInterface
    interface Part<T> {
        /** Goes it. */
        T run() throws IOException, InterruptedException;
    }

    /** Goes a part of the way, and takes note how long it took, also if it fails. */
    <T> T time(String name, Part<T> part) throws IOException, InterruptedException {
        long begun = scheduler.nanoTime();
        try {
            return part.run();
        } finally {
            note(name, Duration.ofNanos(scheduler.nanoTime() - begun));
        }
    }

    void note(String name, Duration time) {
        taken.merge(name, time, Duration::plus);
    }

    /** Returns the times as details. */
    Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        taken.forEach((name, time) -> details.put(PREFIX + name, seconds(time)));
        return details;
    }

    /** Returns a time in seconds with three decimals. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }
}
