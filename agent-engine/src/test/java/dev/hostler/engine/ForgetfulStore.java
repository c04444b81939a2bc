package dev.hostler.engine;

import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.state.WorkloadCommit;
import dev.hostler.engine.state.WorkloadEdit;
import dev.hostler.engine.state.WorkloadRecord;
import dev.hostler.engine.state.WorkloadStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A store with a bug: now and then it says that it has stored something, and has not. Thread-safe.
 *
 * @param store keeps the rest
 * @param point what is forgotten now and then
 * @param each how often
 * @param count of such writes
 */
record ForgetfulStore(WorkloadStore store, WorkloadCommit point, int each, AtomicInteger count)
        implements WorkloadStore {
    @Override
    public Optional<WorkloadRecord> change(
            WorkloadCommit at, WorkloadKey key, Function<Optional<WorkloadRecord>, WorkloadEdit> edit) {
        return at == point && count.incrementAndGet() % each == 0 ? forgotten(key, edit) : store.change(at, key, edit);
    }

    private Optional<WorkloadRecord> forgotten(WorkloadKey key, Function<Optional<WorkloadRecord>, WorkloadEdit> edit) {
        Optional<WorkloadRecord> known =
                store.all().stream().filter(record -> record.key().equals(key)).findFirst();
        return edit.apply(known).record();
    }

    @Override
    public List<WorkloadRecord> all() {
        return store.all();
    }

    @Override
    public List<WorkloadAction> actions(ActionQuery query) {
        return store.actions(query);
    }

    @Override
    public long lastAction() {
        return store.lastAction();
    }
}
