package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.LogSink;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogSinksTest {
    private static final JobKey ONE = job("one");
    private static final JobKey TWO = job("two");

    @TempDir
    private Path root;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private JobLogs logs;
    private LogSinks sinks;

    @BeforeEach
    void openLogs() {
        restart(LogLimits.DEFAULT);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (sinks != null) {
            sinks.close();
        }
        scheduler.close();
    }

    /** Keeps what it gets, and checks that each part goes on where the last one ended. */
    private static class KeepingSink implements LogSink {
        private final String id;
        final Map<JobKey, StringBuilder> texts = new ConcurrentHashMap<>();
        final Map<JobKey, Long> complete = new ConcurrentHashMap<>();
        final List<String> gaps = new ArrayList<>();

        KeepingSink(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void append(JobKey job, long offset, byte[] masked) {
            StringBuilder text = texts.computeIfAbsent(job, key -> new StringBuilder());
            synchronized (text) {
                if (offset > text.length()) {
                    gaps.add(text.length() + "-" + offset);
                    text.append("?".repeat((int) offset - text.length()));
                }
                // A part that comes again says the same again.
                text.replace((int) offset, text.length(), new String(masked, StandardCharsets.US_ASCII));
            }
        }

        @Override
        public void complete(JobKey job, long length) {
            complete.put(job, length);
        }

        String text(JobKey job) {
            StringBuilder text = texts.getOrDefault(job, new StringBuilder());
            synchronized (text) {
                return text.toString();
            }
        }
    }

    /** Throws until it is repaired. */
    private static final class BrokenSink extends KeepingSink {
        volatile boolean broken = true;
        volatile int attempts;

        BrokenSink() {
            super("broken");
        }

        @Override
        public void append(JobKey job, long offset, byte[] masked) {
            attempts++;
            if (broken) {
                throw new IllegalStateException("the other side is down");
            }
            super.append(job, offset, masked);
        }
    }

    /** Takes nothing until it is let. */
    private static final class SlowSink extends KeepingSink {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        SlowSink() {
            super("slow");
        }

        @Override
        public void append(JobKey job, long offset, byte[] masked) {
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("given up", e);
            }
            super.append(job, offset, masked);
        }
    }

    @Test
    void eachSinkGetsEveryLogToItsEnd() {
        KeepingSink first = new KeepingSink("first");
        KeepingSink second = new KeepingSink("second");
        start(first, second);
        JobLog one = logs.create(ONE);
        JobLog two = logs.create(TWO);
        append(one, "hello ");
        append(two, "x".repeat(300_000));
        await().until(() -> first.text(ONE).equals("hello "));
        append(one, "world");
        one.complete();
        two.complete();
        for (KeepingSink sink : List.of(first, second)) {
            await().until(() -> sink.complete.size() == 2);
            assertThat(sink.text(ONE)).isEqualTo("hello world");
            assertThat(sink.text(TWO)).isEqualTo("x".repeat(300_000));
            assertThat(sink.complete).isEqualTo(Map.of(ONE, 11L, TWO, 300_000L));
            assertThat(sink.gaps).isEmpty();
        }
    }

    @Test
    void aSlowAndABrokenSinkHarmOnlyThemselves() throws Exception {
        SlowSink slow = new SlowSink();
        BrokenSink broken = new BrokenSink();
        KeepingSink healthy = new KeepingSink("healthy");
        start(slow, broken, healthy);
        JobLog log = logs.create(ONE);
        append(log, "hello");
        slow.entered.await();
        await().until(() -> broken.attempts > 0);
        append(log, "x".repeat(1_000_000));
        log.complete();
        await().until(() -> healthy.complete.containsKey(ONE));
        assertThat(healthy.text(ONE)).isEqualTo("hello" + "x".repeat(1_000_000));
        assertThat(slow.texts).isEmpty();
        assertThat(broken.texts).isEmpty();

        slow.go.countDown();
        broken.broken = false;
        for (KeepingSink late : List.of(slow, broken)) {
            await().until(() -> late.complete.containsKey(ONE));
            assertThat(late.text(ONE)).isEqualTo(healthy.text(ONE));
        }
    }

    @Test
    void aSinkGetsAfterARestartWhatItHasNotGot() throws Exception {
        BrokenSink broken = new BrokenSink();
        KeepingSink quick = new KeepingSink("quick");
        start(broken, quick);
        JobLog over = logs.create(ONE);
        append(over, "over");
        over.complete();
        JobLog running = logs.create(TWO);
        append(running, "before ");
        await().until(() -> quick.complete.containsKey(ONE) && quick.text(TWO).equals("before "));
        await().until(() -> broken.attempts > 0);
        running.letGo();
        sinks.close();
        assertThat(quick.complete).doesNotContainKey(TWO);

        restart(LogLimits.DEFAULT);
        KeepingSink repaired = new KeepingSink("broken");
        KeepingSink quickAgain = new KeepingSink("quick");
        start(repaired, quickAgain);
        JobLog resumed = logs.resume(TWO);
        sinks.takeUpFinished();
        append(resumed, "after");
        resumed.complete();
        await().until(() -> repaired.complete.size() == 2 && quickAgain.complete.containsKey(TWO));
        assertThat(repaired.text(ONE)).isEqualTo("over");
        assertThat(repaired.text(TWO)).isEqualTo("before after");
        assertThat(quickAgain.texts).containsOnlyKeys(TWO);
        assertThat(quickAgain.text(TWO)).isEqualTo("???????after");
    }

    @Test
    void forgetsLogsThatWereHandedOver() throws Exception {
        KeepingSink sink = new KeepingSink("sink");
        start(sink);
        for (int i = 0; i < 20; i++) {
            JobLog log = logs.create(job("job" + i));
            append(log, "text");
            log.complete();
        }
        await().until(() -> sink.complete.size() == 20);
        sinks.close();
        restart(LogLimits.DEFAULT);
        KeepingSink again = new KeepingSink("sink");
        start(again);
        sinks.takeUpFinished();
        sinks.close();
        assertThat(again.texts).isEmpty();
        assertThat(again.complete).isEmpty();
        assertThat(Files.readString(root.resolve("sinks/sink"))).isEmpty();
    }

    @Test
    void aSinkThatIsTooSlowForALongLogLeapsOverWhatWasGivenUp() throws Exception {
        restart(new LogLimits(100_000, 50_000));
        SlowSink slow = new SlowSink();
        start(slow);
        JobLog log = logs.create(ONE);
        append(log, "a".repeat(1000));
        slow.entered.await();
        append(log, "b".repeat(399_000));
        log.complete();
        slow.go.countDown();
        await().until(() -> slow.complete.containsKey(ONE));
        assertThat(slow.gaps).containsExactly("100000-300000");
        assertThat(slow.complete).containsEntry(ONE, 400_000L);
    }

    @Test
    void aClosingAgentDoesNotWaitForABrokenSink() throws Exception {
        BrokenSink broken = new BrokenSink();
        start(broken);
        append(logs.create(ONE), "text");
        await().until(() -> broken.attempts > 0);
        sinks.close();
        // It would have been tried again, had the agent waited.
        assertThat(broken.attempts).isEqualTo(1);
    }

    @Test
    void refusesWhatItCantRead() throws Exception {
        Files.createDirectories(root.resolve("sinks"));
        Files.writeString(root.resolve("sinks/sink"), "nonsense\n");
        assertThatThrownBy(() -> start(new KeepingSink("sink")))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot read places of log sink 'sink': ");
        assertThatThrownBy(() -> start(new KeepingSink("../sink"))).isInstanceOf(AgentException.class);
    }

    private void restart(LogLimits limits) {
        logs = new JobLogs(root.resolve("logs"), limits);
    }

    private void start(LogSink... all) {
        sinks = LogSinks.start(List.of(all), logs, root.resolve("sinks"), scheduler);
    }

    private static JobKey job(String id) {
        return new JobKey(Owner.EMBEDDER, new JobId(id));
    }

    private static void append(JobLog log, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.append(bytes, 0, bytes.length);
    }
}
