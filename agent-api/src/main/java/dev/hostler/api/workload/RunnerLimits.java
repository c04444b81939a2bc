package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;

/**
 * How long a runner may take, and how much of the host must stay free. The usual values are those of the service that the
 * runners serve. Immutable.
 *
 * @param fetch how long it may take to fetch the runner's program
 * @param registration how long it may take to register; at most the hour that a token lives
 * @param run how long everything may take together, from the first request to the job's end
 * @param stopGrace how long a job may take to end once the runner is asked to stop
 * @param fetchFreeBytes disk that must be free before anything is fetched
 * @param jobFreeBytes disk below which a job is stopped
 * @param warnFreeMemoryBytes memory below which a warning is given
 */
@Experimental
public record RunnerLimits(
        Duration fetch,
        Duration registration,
        Duration run,
        Duration stopGrace,
        long fetchFreeBytes,
        long jobFreeBytes,
        long warnFreeMemoryBytes) {
    /** Comes first, since the limits that follow are checked by it. */
    private static final Duration TOKENS_LIFE = Duration.ofHours(1);

    /** The usual limits: 10 min, 10 min, 6 h, 90 s, 1 GiB, 500 MiB, 200 MiB. */
    public static final RunnerLimits USUAL = new RunnerLimits(
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(360),
            Duration.ofSeconds(90),
            1L << 30,
            500L << 20,
            200L << 20);

    /** Checks the components. */
    public RunnerLimits {
        Fields.positive("limits.fetch", fetch);
        Fields.positive("limits.registration", registration);
        Fields.positive("limits.run", run);
        if (registration.compareTo(TOKENS_LIFE) > 0) {
            throw Fields.refused(
                    "limits.registration",
                    registration.toString(),
                    "a registration token lives no longer than an hour",
                    "give at most 1h");
        }
        if (stopGrace.isNegative()) {
            throw Fields.refused("limits.stopGrace", stopGrace.toString(), "it is negative", "give zero or more");
        }
        Fields.within("limits.fetchFreeBytes", fetchFreeBytes, 0, Long.MAX_VALUE);
        Fields.within("limits.jobFreeBytes", jobFreeBytes, 0, Long.MAX_VALUE);
        Fields.within("limits.warnFreeMemoryBytes", warnFreeMemoryBytes, 0, Long.MAX_VALUE);
    }

    /** Returns the same limits with other times. */
    public RunnerLimits times(Duration newFetch, Duration newRegistration, Duration newRun, Duration newStopGrace) {
        return new RunnerLimits(
                newFetch, newRegistration, newRun, newStopGrace, fetchFreeBytes, jobFreeBytes, warnFreeMemoryBytes);
    }

    /** Returns the same limits with other floors, in bytes. */
    public RunnerLimits floors(long fetchFree, long jobFree, long warnFreeMemory) {
        return new RunnerLimits(fetch, registration, run, stopGrace, fetchFree, jobFree, warnFreeMemory);
    }
}
