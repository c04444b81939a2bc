package dev.hostler.engine.workload;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.state.WorkloadEdit;
import dev.hostler.engine.state.WorkloadRecord;
import dev.hostler.engine.state.WorkloadRecord.Deletion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Puts the wish to delete into the store. What is in quarantine has nothing stored, and gets it now, so that a crash does
 * not forget the deletion.
 */
record DeleteEdit(WorkloadKey key, boolean withData, Instant now, AtomicLong actions, Optional<Stranger> stranger)
        implements Function<Optional<WorkloadRecord>, WorkloadEdit> {
    @Override
    public WorkloadEdit apply(Optional<WorkloadRecord> known) {
        if (known.isPresent() && known.get().deletion().isPresent()) {
            return WorkloadEdit.of(known.get());
        }
        if (known.isEmpty() && stranger.isEmpty()) {
            return new WorkloadEdit(Optional.empty(), List.of());
        }
        WorkloadRecord before = known.or(() -> stranger.map(Stranger::record)).orElseThrow(this::nothing);
        WorkloadRecord record = before.withDeletion(new Deletion(withData), actions.incrementAndGet(), now);
        return new WorkloadEdit(Optional.of(record), List.of(WishEdit.pending(record, WorkloadAction.Kind.DELETE)));
    }

    private RuntimeException nothing() {
        return Failure.cannot(
                        ErrorCode.NOT_FOUND, "delete workload", key.toString(), "there is none", "look at the list")
                .toException();
    }
}
