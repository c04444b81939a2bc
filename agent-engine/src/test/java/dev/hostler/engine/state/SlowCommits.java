package dev.hostler.engine.state;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.state.seal.Seal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** A real store on a disk that takes its time: each commit that writes waits a little. Thread-safe. */
public final class SlowCommits implements AutoCloseable {
    private final AtomicLong commits = new AtomicLong();
    private final CommitThread thread;
    private final WorkloadStore workloads;

    private SlowCommits(Path database, Duration each, Scheduler scheduler) {
        StoreFile file = new StoreFile(database, Schema.CURRENT);
        Connection connection = file.open();
        ((SQLiteConnection) connection).addCommitListener(new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                commits.incrementAndGet();
                pause(scheduler, each);
            }

            @Override
            public void onRollback() {}
        });
        Seal seal = new KeyMark(database, connection).unlock(Samples.KEYS);
        this.thread = new CommitThread(database, connection, CommitListener.NONE);
        this.workloads = new SqliteWorkloadStore(thread, new SealedCodec(new StateCodec(), seal));
        thread.start(scheduler);
    }

    private static void pause(Scheduler scheduler, Duration time) {
        try {
            scheduler.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens a store. */
    public static SlowCommits open(Path database, Duration each, Scheduler scheduler) {
        return new SlowCommits(database, each, scheduler);
    }

    /** Returns the workloads in it. */
    public WorkloadStore workloads() {
        return workloads;
    }

    /** Returns how many commits have written. */
    public long commits() {
        return commits.get();
    }

    @Override
    public void close() {
        thread.close();
    }
}
