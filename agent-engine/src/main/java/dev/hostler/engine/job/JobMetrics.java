package dev.hostler.engine.job;

import dev.hostler.api.job.JobResult;
import dev.hostler.engine.metric.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers of jobs. Thread-safe.
 *
 * @param metrics where they go
 */
record JobMetrics(Metrics metrics) {
    /** A job has got its slot. */
    void started(Instant queuedAt, Instant now) {
        metrics.time("hostler.job.wait", Map.of(), between(queuedAt, now));
    }

    /** A job has its result. */
    void finished(JobResult result) {
        Map<String, String> labels =
                Map.of("conclusion", result.conclusion().name().toLowerCase(Locale.ROOT));
        metrics.time("hostler.job.duration", labels, between(result.startedAt(), result.finishedAt()));
    }

    /** The wall clock may have been set back meanwhile. */
    private static Duration between(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        return time.isNegative() ? Duration.ZERO : time;
    }
}
