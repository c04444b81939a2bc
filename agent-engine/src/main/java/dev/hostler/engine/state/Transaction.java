package dev.hostler.engine.state;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.workload.WorkloadKey;
import java.sql.Connection;
import java.sql.SQLException;

/** What a piece of work has while it runs on the store's thread. */
interface Transaction {
    /** Returns the database. */
    Connection connection();

    /** Tells that this work is about to write, as its last act; throws if it may not. */
    void writes(CommitPoint point, JobKey job);

    /** Tells that this work is about to write, as its last act; throws if it may not. */
    void writes(WorkloadCommit point, WorkloadKey workload);

    /**
     * Reads or writes the store. It must not fail after it has begun to write, save with an {@link SQLException}, which
     * takes the whole transaction back.
     *
     * @param <T> what comes out of it
     */
    interface Work<T> {
        /** Runs in the given transaction. */
        T in(Transaction transaction) throws SQLException;
    }
}
