package dev.hostler.engine.state;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a store does, in the fewest words: the reference that the real one is held against. */
final class InMemoryStateStore implements StateStore {
    /** What outlives the store, as a file would. */
    static final class Disk {
        private final List<JobRecord> records = new ArrayList<>();
        private long sequence;
    }

    private final Disk disk;
    private boolean closed;

    InMemoryStateStore(Disk disk) {
        this.disk = disk;
    }

    @Override
    public synchronized JobRecord queue(JobKey key, JobSpec spec, Instant now) {
        Optional<JobRecord> known = job(key);
        if (known.isEmpty()) {
            disk.records.add(new JobRecord(
                    key,
                    ++disk.sequence,
                    spec,
                    now,
                    JobState.QUEUED,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty()));
        } else if (!known.get().spec().equals(spec)) {
            throw refused(ErrorCode.CONFLICT, key);
        }
        return job(key).orElseThrow();
    }

    @Override
    public synchronized void handOver(JobKey key, HandOver handOver) {
        JobRecord old = require(key, JobState.QUEUED);
        replace(old, JobState.RUNNING, Optional.of(handOver), Optional.empty());
    }

    @Override
    public synchronized void finish(JobKey key, JobResult result) {
        if (!result.job().equals(key)) {
            throw refused(ErrorCode.INTERNAL, key);
        }
        JobRecord old = require(key, JobState.QUEUED, JobState.RUNNING);
        replace(old, JobState.FINISHED, old.handOver(), Optional.of(result));
    }

    @Override
    public synchronized void askCancel(JobKey key) {
        JobRecord old = require(key, JobState.values());
        if (old.state() != JobState.FINISHED) {
            replace(old, old.state(), old.handOver(), old.result(), true, old.rerun());
        }
    }

    @Override
    public synchronized void queueAgain(JobKey key, Rerun rerun) {
        JobRecord old = require(key, JobState.RUNNING);
        replace(old, JobState.QUEUED, Optional.empty(), Optional.empty(), old.cancelAsked(), Optional.of(rerun));
    }

    private JobRecord require(JobKey key, JobState... states) {
        JobRecord record = job(key).orElseThrow(() -> refused(ErrorCode.NOT_FOUND, key));
        if (!List.of(states).contains(record.state())) {
            throw refused(ErrorCode.INTERNAL, key);
        }
        return record;
    }

    private void replace(JobRecord old, JobState state, Optional<HandOver> handOver, Optional<JobResult> result) {
        replace(old, state, handOver, result, old.cancelAsked(), old.rerun());
    }

    private void replace(
            JobRecord old,
            JobState state,
            Optional<HandOver> handOver,
            Optional<JobResult> result,
            boolean cancelAsked,
            Optional<Rerun> rerun) {
        disk.records.set(
                disk.records.indexOf(old),
                new JobRecord(
                        old.key(),
                        old.sequence(),
                        old.spec(),
                        old.queuedAt(),
                        state,
                        handOver,
                        result,
                        cancelAsked,
                        rerun));
    }

    @Override
    public synchronized Optional<JobRecord> job(JobKey key) {
        return select(record -> record.key().equals(key)).stream().findFirst();
    }

    @Override
    public synchronized List<JobRecord> jobs(Owner owner) {
        return select(record -> record.key().owner().equals(owner));
    }

    @Override
    public synchronized List<JobRecord> unfinished() {
        return select(record -> record.state() != JobState.FINISHED);
    }

    private List<JobRecord> select(Predicate<JobRecord> wanted) {
        if (closed) {
            throw Failure.cannot(ErrorCode.STATE_UNAVAILABLE, "use state", "memory", "it is closed", "open it")
                    .toException();
        }
        return disk.records.stream().filter(wanted).toList();
    }

    @Override
    public synchronized List<JobKey> prune(int keep) {
        List<JobRecord> finished = new ArrayList<>(select(record -> record.state() == JobState.FINISHED));
        if (keep < 0) {
            throw Failure.cannot(ErrorCode.INVALID_INPUT, "prune", "memory", "negative", "give another number")
                    .toException();
        }
        List<JobRecord> old = finished.subList(0, Math.max(0, finished.size() - keep));
        disk.records.removeAll(old);
        return old.stream().map(JobRecord::key).toList();
    }

    @Override
    public synchronized boolean isUsable() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private static AgentException refused(ErrorCode code, JobKey key) {
        return Failure.cannot(code, "store job", key.toString(), "it is not the time", "do something else")
                .toException();
    }
}
