package dev.hostler.engine.state;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.state.seal.Seal;
import dev.hostler.engine.state.seal.StateKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store in one SQLite file. Thread-safe; the data directory's lock keeps other processes out.
 *
 * <p>Journal WAL, {@code synchronous=FULL}: SQLite syncs the journal at each commit, and a commit is one batch of all the
 * writes that waited.
 */
public final class SqliteStateStore implements StateStore {
    private final CommitThread thread;
    private final SealedCodec codec;
    private final long run;

    SqliteStateStore(CommitThread thread, Seal seal, long run) {
        this.thread = thread;
        this.run = run;
        this.codec = new SealedCodec(new StateCodec(), seal);
    }

    /**
     * Opens the store, and makes it if there is no file. Never makes a new one over a file it can't read.
     *
     * @param database the file
     * @param keys where its key is; a store that has none yet gets the one that is found there, or a new one
     * @param scheduler gives the one thread that uses it
     * @param listener stands at both sides of each write
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if the file is damaged, another
     *     program's or a newer agent's, if its key is wrong, gone or open to others, or if SQLite's native part does not
     *     load
     */
    public static SqliteStateStore open(Path database, KeySource keys, Scheduler scheduler, CommitListener listener) {
        return open(new StoreFile(database, Schema.CURRENT), keys, scheduler, listener);
    }

    /** Seals a job as it would be stored, and forgets it: the first time takes long. Touches no file. */
    public static void rehearse(JobSpec job) {
        SealedCodec codec = new SealedCodec(new StateCodec(), new Seal(StateKey.random("a rehearsal")));
        codec.encodeSealed(JobRow.specPlace(new JobKey(Owner.EMBEDDER, job.id())), job);
    }

    static SqliteStateStore open(StoreFile file, KeySource keys, Scheduler scheduler, CommitListener listener) {
        Connection connection = file.open();
        Seal seal = new KeyMark(file.path(), connection).unlock(keys);
        long run = new RunNumber(file.path(), connection).next();
        CommitThread thread = new CommitThread(file.path(), connection, listener);
        thread.start(scheduler);
        return new SqliteStateStore(thread, seal, run);
    }

    /** Returns how often this store was opened, this time included. */
    public long run() {
        return run;
    }

    /** Returns the workloads in the same file. */
    public WorkloadStore workloads() {
        return new SqliteWorkloadStore(thread, codec);
    }

    @Override
    public JobRecord queue(JobKey key, JobSpec spec, Instant now) {
        String encoded = codec.encodeSealed(JobRow.specPlace(key), spec);
        return thread.run(transaction -> {
                    JobTable jobs = new JobTable(transaction.connection());
                    Optional<JobRow> known = jobs.find(key);
                    if (known.isPresent()) {
                        return sameSpec(known.get(), spec);
                    }
                    transaction.writes(CommitPoint.JOB_QUEUED, key);
                    jobs.insert(key, now, encoded);
                    return jobs.require(key);
                })
                .decoded(codec, spec);
    }

    private JobRow sameSpec(JobRow known, JobSpec spec) {
        if (!known.decodedSpec(codec).equals(spec)) {
            throw StateFailures.conflict(known.key());
        }
        return known;
    }

    @Override
    public void handOver(JobKey key, HandOver handOver) {
        String encoded = codec.encodeSealed(JobRow.handOverPlace(key), handOver);
        thread.run(transaction -> {
            JobTable jobs = new JobTable(transaction.connection());
            JobRow row = jobs.require(key);
            JobTransitions.require(key, row.state(), JobState.RUNNING);
            transaction.writes(CommitPoint.JOB_HANDED_OVER, key);
            jobs.handOver(row.sequence(), encoded);
            return row;
        });
    }

    @Override
    public void finish(JobKey key, JobResult result) {
        if (!result.job().equals(key)) {
            throw StateFailures.strangeResult(key, result.job());
        }
        String encoded = codec.plain().encode(result);
        thread.run(transaction -> {
            JobTable jobs = new JobTable(transaction.connection());
            JobRow row = jobs.require(key);
            JobTransitions.require(key, row.state(), JobState.FINISHED);
            transaction.writes(CommitPoint.JOB_FINISHED, key);
            jobs.finish(row.sequence(), encoded);
            return row;
        });
    }

    @Override
    public void askCancel(JobKey key) {
        thread.run(transaction -> {
            JobTable jobs = new JobTable(transaction.connection());
            JobRow row = jobs.require(key);
            if (row.state() != JobState.FINISHED && !row.cancelAsked()) {
                transaction.writes(CommitPoint.JOB_CANCEL_ASKED, key);
                jobs.askCancel(row.sequence());
            }
            return row;
        });
    }

    @Override
    public void queueAgain(JobKey key, Rerun rerun) {
        String encoded = codec.plain().encode(rerun);
        thread.run(transaction -> {
            JobTable jobs = new JobTable(transaction.connection());
            JobRow row = jobs.require(key);
            JobTransitions.require(key, row.state(), JobState.QUEUED);
            transaction.writes(CommitPoint.JOB_QUEUED_AGAIN, key);
            jobs.queueAgain(row.sequence(), encoded);
            return row;
        });
    }

    @Override
    public Optional<JobRecord> job(JobKey key) {
        return thread.run(transaction -> new JobTable(transaction.connection()).find(key))
                .map(row -> row.decoded(codec));
    }

    @Override
    public List<JobRecord> jobs(Owner owner) {
        return list("WHERE owner = ? ORDER BY sequence", owner.value());
    }

    @Override
    public List<JobRecord> unfinished() {
        return list("WHERE state <> 'FINISHED' ORDER BY sequence");
    }

    private List<JobRecord> list(String condition, Object... values) {
        return thread.run(transaction -> new JobTable(transaction.connection()).rows(condition, values)).stream()
                .map(row -> row.decoded(codec))
                .toList();
    }

    @Override
    public List<JobKey> prune(int keep) {
        if (keep < 0) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "prune jobs",
                            Integer.toString(keep),
                            "it is less than none",
                            "give the number of finished jobs to keep")
                    .toException();
        }
        return thread.run(transaction -> {
            JobTable jobs = new JobTable(transaction.connection());
            List<JobRow> old = jobs.rows("WHERE state = 'FINISHED' ORDER BY sequence DESC LIMIT -1 OFFSET ?", keep);
            for (JobRow row : old) {
                jobs.delete(row.sequence());
            }
            return old.stream().map(JobRow::key).toList();
        });
    }

    @Override
    public boolean isUsable() {
        return thread.isUsable();
    }

    @Override
    public void close() {
        thread.close();
    }
}
