package dev.hostler.engine.state;

import static dev.hostler.engine.state.Samples.NOON;
import static dev.hostler.engine.state.Samples.handOver;
import static dev.hostler.engine.state.Samples.key;
import static dev.hostler.engine.state.Samples.result;
import static dev.hostler.engine.state.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.JobKey;
import dev.hostler.engine.state.seal.Seal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest extends StateStoreContract {
    @TempDir
    private Path directory;

    private final List<String> commits = Collections.synchronizedList(new ArrayList<>());
    private CommitListener listener = CommitListener.NONE;

    @Override
    StateStore open() {
        return SqliteStateStore.open(directory.resolve("state.db"), Samples.KEYS, new PlainScheduler(), listener);
    }

    @Test
    void tellsOfEachCommitOnBothSides() {
        listener = new Recorder();
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.queue(key("a"), spec("a", "make"), NOON);
        store.handOver(key("a"), handOver("s"));
        store.finish(key("a"), result(key("a")));
        store.unfinished();
        assertThat(commits)
                .containsExactly(
                        "before JOB_QUEUED",
                        "after JOB_QUEUED",
                        "before JOB_HANDED_OVER",
                        "after JOB_HANDED_OVER",
                        "before JOB_FINISHED",
                        "after JOB_FINISHED");
    }

    @Test
    void storesNothingIfTheListenerObjectsBeforeACommit() {
        listener = new CommitListener() {
            @Override
            public void before(CommitPoint point, JobKey job) {
                throw new IllegalStateException("power cut at " + point);
            }
        };
        StateStore store = store();
        assertThatThrownBy(() -> store.queue(key("a"), spec("a", "make"), NOON)).hasMessage("power cut at JOB_QUEUED");
        assertThat(store.job(key("a"))).isEmpty();
    }

    @Test
    void hasStoredWhatTheListenerObjectsToAfterwards() {
        listener = new CommitListener() {
            @Override
            public void after(CommitPoint point, JobKey job) {
                throw new IllegalStateException("power cut after " + point);
            }
        };
        StateStore store = store();
        assertThatThrownBy(() -> store.queue(key("a"), spec("a", "make"), NOON))
                .hasMessage("power cut after JOB_QUEUED");
        assertThat(store.job(key("a"))).isPresent();
    }

    @Test
    void sharesACommitAmongManyCallersAndHarmsNoneForAnother() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        listener = new Stall(busy, go);
        StateStore store = store();
        List<Thread> callers = new ArrayList<>();
        callers.add(inThread(() -> store.queue(key("stall"), spec("stall", "make"), NOON)));
        busy.await();
        for (int i = 0; i < 20; i++) {
            String id = "job-" + i % 10;
            String script = i < 10 ? "make" : "make other";
            callers.add(inThread(() -> store.queue(key(id), spec(id, script), NOON)));
        }
        callers.stream().skip(1).forEach(SqliteStateStoreTest::awaitBlocked);
        go.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(store.unfinished()).hasSize(11);
        assertThat(commits).filteredOn("refused"::equals).hasSize(10);
        // One commit for "stall"; then all in one transaction: every "before" comes first, every "after" later.
        assertThat(commits.subList(2, 12)).containsOnly("before JOB_QUEUED");
    }

    @Test
    void isUsableAgainAfterTheDiskWasFull() throws SQLException {
        StoreFile file = new StoreFile(directory.resolve("state.db"), Schema.CURRENT);
        Connection connection = file.open();
        Seal seal = new KeyMark(file.path(), connection).unlock(Samples.KEYS);
        limitPages(connection, 9);
        CommitThread thread = new CommitThread(file.path(), connection, CommitListener.NONE);
        thread.start(new PlainScheduler());
        try (SqliteStateStore store = new SqliteStateStore(thread, seal, 1)) {
            store.queue(key("a"), spec("a", "make"), NOON);
            String large = "x".repeat(100_000);
            assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> store.queue(key("b"), spec("b", large), NOON));
            assertThat(store.unfinished()).extracting(JobRecord::key).containsExactly(key("a"));
            store.finish(key("a"), result(key("a")));
        }
        assertThat(store().job(key("a")).orElseThrow().result()).isPresent();
        assertThat(store().job(key("b"))).isEmpty();
    }

    private static void limitPages(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Test
    void finishesWhatHasBegunWhenItIsClosed() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        listener = new Stall(busy, go);
        StateStore store = store();
        Thread caller = inThread(() -> store.queue(key("stall"), spec("stall", "make"), NOON));
        busy.await();
        Thread closer = inThread(store::close);
        awaitBlocked(closer);
        go.countDown();
        caller.join();
        closer.join();
        assertThat(commits).doesNotContain("refused");
        listener = CommitListener.NONE;
        assertThat(store().job(key("stall"))).isPresent();
    }

    @Test
    void doesNotMindAnInterruptedCaller() {
        StateStore store = store();
        IntStream.range(0, 20).forEach(i -> {
            Thread.currentThread().interrupt();
            store.queue(key("job-" + i), spec("job-" + i, "make"), NOON);
            assertThat(Thread.interrupted()).isTrue();
        });
        assertThat(store.unfinished()).hasSize(20);
    }

    private Thread inThread(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (RuntimeException e) {
                commits.add("refused");
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitBlocked(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    private class Recorder implements CommitListener {
        @Override
        public void before(CommitPoint point, JobKey job) {
            commits.add("before " + point);
        }

        @Override
        public void after(CommitPoint point, JobKey job) {
            commits.add("after " + point);
        }
    }

    /** Holds the store's thread up while it writes the job "stall". */
    private final class Stall extends Recorder {
        private final CountDownLatch busy;
        private final CountDownLatch go;

        private Stall(CountDownLatch busy, CountDownLatch go) {
            this.busy = busy;
            this.go = go;
        }

        @Override
        public void before(CommitPoint point, JobKey job) {
            super.before(point, job);
            if (job.equals(key("stall"))) {
                busy.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
