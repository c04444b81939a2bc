package dev.hostler.engine.state;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.engine.state.seal.SealPlace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as the table has it, undecoded, so that decoding costs the caller's time and not the store's. Spec and hand-over
 * are sealed, since they hold variables with their values.
 */
record JobRow(
        JobKey key,
        long sequence,
        JobState state,
        String queuedAt,
        String spec,
        Optional<String> handOver,
        Optional<String> result,
        boolean cancelAsked,
        Optional<String> rerun) {
    static final String COLUMNS = "owner, id, sequence, state, queued_at, spec, hand_over, result, cancel_asked, rerun";

    static JobRow of(ResultSet row) throws SQLException {
        return new JobRow(
                new JobKey(new Owner(row.getString("owner")), new JobId(row.getString("id"))),
                row.getLong("sequence"),
                JobState.valueOf(row.getString("state")),
                row.getString("queued_at"),
                row.getString("spec"),
                Optional.ofNullable(row.getString("hand_over")),
                Optional.ofNullable(row.getString("result")),
                row.getBoolean("cancel_asked"),
                Optional.ofNullable(row.getString("rerun")));
    }

    static SealPlace specPlace(JobKey key) {
        return new SealPlace("job-spec", key.owner().value(), key.id().value());
    }

    static SealPlace handOverPlace(JobKey key) {
        return new SealPlace("job-hand-over", key.owner().value(), key.id().value());
    }

    JobSpec decodedSpec(SealedCodec codec) {
        return codec.decodeSealed(specPlace(key), spec, JobSpec.class);
    }

    JobRecord decoded(SealedCodec codec) {
        return decoded(codec, decodedSpec(codec));
    }

    /** @param spec what the sealed one is known to be: reading it again is most of the cost */
    JobRecord decoded(SealedCodec codec, JobSpec spec) {
        return new JobRecord(
                key,
                sequence,
                spec,
                Instant.parse(queuedAt),
                state,
                handOver.map(text -> codec.decodeSealed(handOverPlace(key), text, HandOver.class)),
                result.map(json -> codec.plain().decode(json, JobResult.class)),
                cancelAsked,
                rerun.map(json -> codec.plain().decode(json, Rerun.class)));
    }
}
