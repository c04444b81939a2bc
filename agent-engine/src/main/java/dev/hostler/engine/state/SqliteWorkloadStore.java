package dev.hostler.engine.state;

import dev.hostler.api.workload.ActionQuery;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The workloads in the store's file. Thread-safe. */
final class SqliteWorkloadStore implements WorkloadStore {
    private final CommitThread thread;
    private final SealedCodec codec;
    private final OpenedRecords opened = new OpenedRecords();

    SqliteWorkloadStore(CommitThread thread, SealedCodec codec) {
        this.thread = thread;
        this.codec = codec;
    }

    private WorkloadTable table(Transaction transaction) {
        return new WorkloadTable(transaction.connection(), codec, opened);
    }

    @Override
    public List<WorkloadRecord> all() {
        return thread.run(transaction -> table(transaction).all());
    }

    @Override
    public Optional<WorkloadRecord> change(
            WorkloadCommit point, WorkloadKey key, Function<Optional<WorkloadRecord>, WorkloadEdit> edit) {
        return thread.run(transaction -> {
            WorkloadTable workloads = table(transaction);
            WorkloadEdit edited = edit.apply(workloads.find(key));
            transaction.writes(point, key);
            if (edited.record().isPresent()) {
                workloads.put(edited.record().get());
            } else {
                workloads.delete(key);
            }
            for (WorkloadAction action : edited.actions()) {
                workloads.put(action);
            }
            return edited.record();
        });
    }

    /** Decoded on the caller's thread: nobody's commit waits for it. */
    @Override
    public List<WorkloadAction> actions(ActionQuery query) {
        return thread.run(transaction -> table(transaction).actions(query)).stream()
                .map(text -> codec.plain().decode(text, WorkloadAction.class))
                .toList();
    }

    @Override
    public long lastAction() {
        return thread.run(transaction -> table(transaction).lastAction());
    }
}
