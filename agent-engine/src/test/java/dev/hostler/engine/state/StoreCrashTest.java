package dev.hostler.engine.state;

import static dev.hostler.engine.state.Samples.NOON;
import static dev.hostler.engine.state.Samples.handOver;
import static dev.hostler.engine.state.Samples.key;
import static dev.hostler.engine.state.Samples.result;
import static dev.hostler.engine.state.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreCrashTest {
    @TempDir
    private Path directory;

    @Test
    void hasEveryAcknowledgedWriteAfterAKill() throws IOException, InterruptedException {
        Path database = directory.resolve("state.db");
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (ChildJvm child = ChildJvm.start(CommitLoop.class, List.of(), database.toString(), "r" + round)) {
                for (int i = 0; i < 150; i++) {
                    acknowledged.add(child.line());
                }
                child.kill();
                child.output().lines().filter(line -> line.endsWith(".")).forEach(acknowledged::add);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(450);
        try (StateStore store =
                SqliteStateStore.open(database, Samples.KEYS, new PlainScheduler(), CommitListener.NONE)) {
            assertThat(acknowledged).allSatisfy(line -> assertStored(store, line));
        }
    }

    private static void assertStored(StateStore store, String line) {
        String[] words = line.split("[ .]");
        JobState state = store.job(key(words[1])).orElseThrow().state();
        assertThat(state).isGreaterThanOrEqualTo(JobState.valueOf(words[0]));
    }

    @ParameterizedTest
    @EnumSource(CommitPoint.class)
    void hasAllOrNothingOfAWriteThatWasCutShort(CommitPoint point) throws IOException, InterruptedException {
        int place = ORDER.indexOf(point);
        assertThat(stateAfterCut("before", point)).isEqualTo(place);
        assertThat(stateAfterCut("after", point)).isEqualTo(place + 1);
    }

    /** The commits in the order of {@link CutShort}. */
    private static final List<CommitPoint> ORDER = List.of(
            CommitPoint.JOB_QUEUED,
            CommitPoint.JOB_HANDED_OVER,
            CommitPoint.JOB_QUEUED_AGAIN,
            CommitPoint.JOB_CANCEL_ASKED,
            CommitPoint.JOB_FINISHED);

    private static int commitsOf(JobRecord job) {
        if (job.state() == JobState.FINISHED) {
            return 5;
        }
        if (job.cancelAsked()) {
            return 4;
        }
        return job.rerun().isPresent() ? 3 : job.state().ordinal() + 1;
    }

    /** Returns how many commits of the one job are stored. */
    private int stateAfterCut(String side, CommitPoint point) throws IOException, InterruptedException {
        Path database = directory.resolve(side + point + ".db");
        try (ChildJvm child = ChildJvm.start(CutShort.class, List.of(), database.toString(), side, point.name())) {
            assertThat(child.output()).isEmpty();
        }
        try (StateStore store =
                SqliteStateStore.open(database, Samples.KEYS, new PlainScheduler(), CommitListener.NONE)) {
            return store.job(key("a")).map(StoreCrashTest::commitsOf).orElse(0);
        }
    }

    /** Stores jobs in a loop, from several threads, and prints what was acknowledged. */
    static final class CommitLoop {
        public static void main(String[] arguments) {
            StateStore store = SqliteStateStore.open(
                    Path.of(arguments[0]), Samples.KEYS, new PlainScheduler(), CommitListener.NONE);
            for (int i = 0; i < 4; i++) {
                String prefix = arguments[1] + "-" + i + "-";
                new Thread(() -> forever(store, prefix)).start();
            }
        }

        private static void forever(StateStore store, String prefix) {
            for (int i = 0; !System.out.checkError(); i++) {
                JobKey job = key(prefix + i);
                store.queue(job, spec(job.id().value(), "make"), NOON);
                System.out.println("QUEUED " + job.id() + ".");
                store.handOver(job, handOver("s"));
                System.out.println("RUNNING " + job.id() + ".");
                store.finish(job, result(job));
                System.out.println("FINISHED " + job.id() + ".");
            }
        }
    }

    /** Takes one job through the store, and ends without a word at one side of one commit. */
    static final class CutShort {
        public static void main(String[] arguments) {
            CommitPoint last = CommitPoint.valueOf(arguments[2]);
            CommitListener listener = new CommitListener() {
                @Override
                public void before(CommitPoint point, JobKey job) {
                    cut("before", point);
                }

                @Override
                public void after(CommitPoint point, JobKey job) {
                    cut("after", point);
                }

                private void cut(String side, CommitPoint point) {
                    if (arguments[1].equals(side) && point == last) {
                        Runtime.getRuntime().halt(9);
                    }
                }
            };
            StateStore store =
                    SqliteStateStore.open(Path.of(arguments[0]), Samples.KEYS, new PlainScheduler(), listener);
            store.queue(key("a"), spec("a", "make"), NOON);
            store.handOver(key("a"), handOver("s"));
            store.queueAgain(key("a"), new Rerun(1, "lost", 0));
            store.askCancel(key("a"));
            store.finish(key("a"), result(key("a")));
            System.out.println("not cut");
        }
    }
}
