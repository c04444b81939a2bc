package dev.hostler.engine.state;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.workload.WorkloadKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One caller's work on its way through the store's thread; the caller waits for the answer. */
final class Ticket<T> implements Transaction {
    private final Transaction.Work<T> work;
    private final Connection connection;
    private final CommitListener listener;
    private final List<Runnable> whenStored = new ArrayList<>();
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T outcome;
    private @Nullable Throwable failure;

    Ticket(Transaction.Work<T> work, Connection connection, CommitListener listener) {
        this.work = work;
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void writes(CommitPoint point, JobKey job) {
        listener.before(point, job);
        whenStored.add(() -> listener.after(point, job));
    }

    @Override
    public void writes(WorkloadCommit point, WorkloadKey workload) {
        listener.before(point, workload);
        whenStored.add(() -> listener.after(point, workload));
    }

    /** Does the work, uncommitted. What it throws is its own caller's affair, unless the database threw it. */
    void perform() throws SQLException {
        try {
            outcome = work.in(this);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Tells the caller, now that the work is durable. */
    void committed() {
        try {
            whenStored.forEach(Runnable::run);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        if (failure == null) {
            answer.complete(outcome);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    /** Tells the caller that nothing was stored. */
    void failed(RuntimeException cause) {
        answer.completeExceptionally(failure == null ? cause : failure);
    }

    /** Waits, whether interrupted or not: the work is under way and ends soon. */
    T await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }
}
