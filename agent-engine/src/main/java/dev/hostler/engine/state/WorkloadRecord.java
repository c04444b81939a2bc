package dev.hostler.engine.state;

import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is stored of one workload. Immutable.
 *
 * @param key which workload
 * @param spec what is wanted
 * @param revision the caller's name for it
 * @param digest a digest of the spec
 * @param desired whether it should run
 * @param createdAt when it was first accepted
 * @param updatedAt when the wish last changed
 * @param action the number of the action that meets the wish
 * @param deletion how it is to go; present once somebody has asked for its end
 * @param applied what was brought about last; empty before the first time
 * @param progress how it has gone since the wish last changed
 */
public record WorkloadRecord(
        WorkloadKey key,
        WorkloadSpec spec,
        Revision revision,
        String digest,
        DesiredState desired,
        Instant createdAt,
        Instant updatedAt,
        long action,
        Optional<Deletion> deletion,
        Optional<Applied> applied,
        Progress progress) {
    /**
     * How a workload is to go. Immutable.
     *
     * @param withData whether its data goes too
     */
    public record Deletion(boolean withData) {}

    /** Returns whether what was brought about last is what is wanted now. */
    public boolean meetsWish() {
        return applied.isPresent()
                && applied.get().revision().equals(revision)
                && applied.get().digest().equals(digest);
    }

    /**
     * Returns the spec of an instance: the applied one for the applied instance, and the wanted one for another instance
     * that was made for it.
     *
     * @param handle the instance's handle
     * @param madeFor the digest that the instance was made for; it stays when a new spec asks for no other instance
     */
    public Optional<WorkloadSpec> specOf(String handle, String madeFor) {
        return applied.filter(known -> known.handle().equals(handle))
                .map(Applied::spec)
                .or(() -> digest.equals(madeFor) ? Optional.of(spec) : Optional.empty());
    }

    /** Returns what a newer wish finds; what was to run, and was neither done nor given up, goes on until it is met. */
    public Optional<Applied> left() {
        boolean runs =
                desired == DesiredState.RUNNING && deletion.isEmpty() && !progress.gaveUp() && !progress.completed();
        return applied.map(known -> meetsWish() || deletion.isPresent() ? known.running(runs) : known);
    }

    /** Returns whether exactly this is wanted already. */
    public boolean wants(WorkloadSpec otherSpec, Revision otherRevision, DesiredState otherState) {
        return deletion.isEmpty() && desired == otherState && revision.equals(otherRevision) && spec.equals(otherSpec);
    }

    /** Returns the same with what was brought about. */
    public WorkloadRecord withApplied(Applied value) {
        return new WorkloadRecord(
                key,
                spec,
                revision,
                digest,
                desired,
                createdAt,
                updatedAt,
                action,
                deletion,
                Optional.of(value),
                progress);
    }

    /** Returns the same with how it has gone. */
    public WorkloadRecord withProgress(Progress value) {
        return new WorkloadRecord(
                key, spec, revision, digest, desired, createdAt, updatedAt, action, deletion, applied, value);
    }

    /** Returns the same with the end that somebody has asked for, under a new action. */
    public WorkloadRecord withDeletion(Deletion value, long number, Instant now) {
        return new WorkloadRecord(
                key,
                spec,
                revision,
                digest,
                desired,
                createdAt,
                now,
                number,
                Optional.of(value),
                applied,
                Progress.NONE);
    }
}
