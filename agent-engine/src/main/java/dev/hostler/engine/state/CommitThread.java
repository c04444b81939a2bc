package dev.hostler.engine.state;

import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * The one thread that uses the database. What waits when it becomes free goes into one transaction, so that many callers
 * share one wait for the disk. Thread-safe.
 *
 * <p>Implementation note: {@code gate} guards only {@code closed}, so that no ticket enters the queue after the last one
 * was taken out. The queue needs no bound: each caller waits for its ticket, so there are no more tickets than callers.
 */
final class CommitThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);

    private final Path database;
    private final Connection connection;
    private final CommitListener listener;
    private final LinkedBlockingQueue<Optional<Ticket<?>>> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Object gate = new Object();
    private boolean closed;
    private volatile boolean broken;

    CommitThread(Path database, Connection connection, CommitListener listener) {
        this.database = database;
        this.connection = connection;
        this.listener = listener;
    }

    void start(Scheduler scheduler) {
        scheduler.start("hostler-state", () -> loop(scheduler));
    }

    /** Runs some work and returns once it is durable. */
    <T> T run(Transaction.Work<T> work) {
        Ticket<T> ticket = new Ticket<>(work, connection, listener);
        synchronized (gate) {
            if (closed) {
                throw StateFailures.closed(database).toException();
            }
            queue.add(Optional.of(ticket));
        }
        return ticket.await();
    }

    /** Returns whether further work may succeed. */
    boolean isUsable() {
        synchronized (gate) {
            return !closed && !broken;
        }
    }

    /** Finishes the work that has come, and closes the database. Idempotent. */
    @Override
    public void close() {
        synchronized (gate) {
            if (!closed) {
                closed = true;
                queue.add(Optional.empty());
            }
        }
        ended.join();
    }

    private void loop(Scheduler scheduler) {
        try {
            boolean goesOn = true;
            while (goesOn) {
                List<Optional<Ticket<?>>> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch);
                goesOn = batch.stream().allMatch(Optional::isPresent);
                long begun = scheduler.nanoTime();
                commit(batch.stream().<Ticket<?>>flatMap(Optional::stream).toList());
                listener.committed(Duration.ofNanos(scheduler.nanoTime() - begun));
            }
        } catch (InterruptedException e) {
            LOG.warn("The state store ends early: its thread was interrupted");
        } finally {
            end();
        }
    }

    private void commit(List<Ticket<?>> batch) {
        if (broken) {
            batch.forEach(ticket -> ticket.failed(StateFailures.broken(database).toException()));
            return;
        }
        try {
            execute("BEGIN");
            for (Ticket<?> ticket : batch) {
                ticket.perform();
            }
            execute("COMMIT");
        } catch (SQLException e) {
            boolean undone = rolledBack();
            broken = !undone || !isFullDisk(e);
            Failure failure = StateFailures.unreachable("write state", database, StateFailures.firstLine(e));
            batch.forEach(ticket -> ticket.failed(failure.toException(e)));
            return;
        }
        batch.forEach(Ticket::committed);
    }

    /** The driver's own commit and rollback lose track when SQLite rolls back by itself. */
    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A full disk is the one failure after which SQLite's word about what is stored holds. */
    private static boolean isFullDisk(SQLException e) {
        return StoreFile.isOneOf(e, SQLiteErrorCode.SQLITE_FULL);
    }

    private boolean rolledBack() {
        try {
            execute("ROLLBACK");
            return true;
        } catch (SQLException e) {
            // "No transaction is active": SQLite has rolled back by itself, as it may.
            return StoreFile.isOneOf(e, SQLiteErrorCode.SQLITE_ERROR);
        }
    }

    private void end() {
        synchronized (gate) {
            closed = true;
        }
        for (Optional<Ticket<?>> late : queue) {
            late.ifPresent(
                    ticket -> ticket.failed(StateFailures.closed(database).toException()));
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("Cannot close state '{}': {}; what was stored is safe", database, e.getMessage());
        } finally {
            ended.complete(null);
        }
    }
}
