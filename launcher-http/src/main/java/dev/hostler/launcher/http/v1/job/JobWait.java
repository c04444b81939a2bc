package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import dev.hostler.launcher.http.v1.wire.Parameters;
import dev.hostler.launcher.http.waiting.JobEnds;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Answers that wait for a job's end, for a bounded time, and hold no thread meanwhile. Thread-safe. */
final class JobWait {
    static final String PARAMETER = "wait";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final JobEnds ends;

    JobWait(JobEnds ends) {
        this.ends = ends;
    }

    /** Returns how long a request wants to wait; no time if it does not say. */
    static Duration limit(Parameters asked) {
        Duration limit = asked.duration(PARAMETER).orElse(Duration.ZERO);
        if (limit.compareTo(LONGEST) > 0) {
            throw FieldRefusal.of(PARAMETER, "it is longer than 10m", "wait for less, and ask again");
        }
        return limit;
    }

    /** Returns the job at its end, or as it is when the time is over. */
    CompletionStage<Job> until(JobHandle job, Duration limit) {
        return ends.within(job, limit).thenApply(ended -> job.job());
    }
}
