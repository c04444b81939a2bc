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
import java.util.function.Function;

/** A store whose agent can die at both sides of each write. Thread-safe. */
record MortalStore(WorkloadStore store, Mortality life) implements WorkloadStore {
    static String before(WorkloadCommit point) {
        return "before " + point;
    }

    static String after(WorkloadCommit point) {
        return "after " + point;
    }

    @Override
    public Optional<WorkloadRecord> change(
            WorkloadCommit point, WorkloadKey key, Function<Optional<WorkloadRecord>, WorkloadEdit> edit) {
        life.pass(before(point));
        Optional<WorkloadRecord> stored = store.change(point, key, edit);
        life.pass(after(point));
        return stored;
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
