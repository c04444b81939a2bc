package dev.hostler.engine.state;

import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is stored of one job. Immutable.
 *
 * @param key which job
 * @param sequence its place in the order of acceptance; never used again for another job
 * @param spec what was asked for
 * @param queuedAt when it was accepted
 * @param state how far it has come, as far as is stored
 * @param handOver how to go on with it; present once it was handed over
 * @param result how it ended; present if and only if it is finished
 * @param cancelAsked whether somebody has asked for its end
 * @param rerun why it is run again, if it is; the last time counts
 */
public record JobRecord(
        JobKey key,
        long sequence,
        JobSpec spec,
        Instant queuedAt,
        JobState state,
        Optional<HandOver> handOver,
        Optional<JobResult> result,
        boolean cancelAsked,
        Optional<Rerun> rerun) {
    /** Returns what the API shows of it. */
    public Job snapshot() {
        return new Job(key, state, queuedAt, result);
    }
}
