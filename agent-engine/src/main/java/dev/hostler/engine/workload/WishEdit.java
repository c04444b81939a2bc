package dev.hostler.engine.workload;

import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.engine.state.WorkloadEdit;
import dev.hostler.engine.state.WorkloadRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Puts a wish into the store; numbers of actions rise in the order of the commits. Used for one change. */
final class WishEdit implements Function<Optional<WorkloadRecord>, WorkloadEdit> {
    private final Wish wish;
    private final Instant now;
    private final AtomicLong actions;
    private volatile boolean skipped;

    WishEdit(Wish wish, Instant now, AtomicLong actions) {
        this.wish = wish;
        this.now = now;
        this.actions = actions;
    }

    /** Returns whether the wish was there already. */
    boolean skipped() {
        return skipped;
    }

    @Override
    public WorkloadEdit apply(Optional<WorkloadRecord> known) {
        if (known.isPresent() && wish.isMetBy(known.get())) {
            skipped = true;
            return WorkloadEdit.of(known.get());
        }
        WorkloadRecord record = wish.record(known, actions.incrementAndGet(), now);
        List<WorkloadAction> noted = new ArrayList<>();
        noted.add(pending(record, WorkloadAction.Kind.APPLY));
        return new WorkloadEdit(Optional.of(record), noted);
    }

    static WorkloadAction pending(WorkloadRecord record, WorkloadAction.Kind kind) {
        return new WorkloadAction(
                record.action(),
                record.key(),
                kind,
                WorkloadAction.State.PENDING,
                Optional.empty(),
                record.updatedAt(),
                Optional.empty(),
                Optional.empty());
    }
}
