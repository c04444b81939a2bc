package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobLogTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));

    @TempDir
    private Path root;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private JobLogs logs;

    @BeforeEach
    void makeLogs() {
        logs = new JobLogs(root, LogLimits.DEFAULT);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsBytesInAPrivateFilePerJob() throws IOException {
        JobLog log = logs.create(JOB);
        append(log, "one\n");
        append(log, "two\n");
        log.sync();
        log.complete();
        Path file = root.resolve("embedder/job-1.log");
        assertThat(file).hasContent("one\ntwo\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void readsLinesWithTheirPlaces() throws InterruptedException {
        assertThat(linesOf("one\ntwo\r\n\nünï\nend", 0))
                .containsExactly(
                        new LogLine(0, 4, "one"),
                        new LogLine(4, 9, "two"),
                        new LogLine(9, 10, ""),
                        new LogLine(10, 16, "ünï"),
                        new LogLine(16, 19, "end"));
        assertThat(linesOf("one\ntwo\n", 4)).containsExactly(new LogLine(4, 8, "two"));
        assertThat(linesOf("one\ntwo\n", 5)).containsExactly(new LogLine(5, 8, "wo"));
        assertThat(linesOf("one\n", 4)).isEmpty();
        assertThat(linesOf("one\n", 400)).isEmpty();
        assertThat(linesOf("", 0)).isEmpty();
    }

    @Test
    void leavesACarriageReturnInsideALineToTheTerminal() throws InterruptedException {
        assertThat(linesOf("10%\r100%\r\nend\r", 0))
                .containsExactly(new LogLine(0, 10, "10%\r100%"), new LogLine(10, 14, "end\r"));
    }

    @Test
    void aReaderThatDoesNotWaitIsToldWhenThereMayBeMore() {
        JobLog log = logs.create(JOB);
        AtomicInteger told = new AtomicInteger();
        try (LogStream lines = logs.open(JOB, 0)) {
            lines.onMore(told::incrementAndGet);
            assertThat(told).hasValue(1);
            assertThat(lines.poll()).isEmpty();

            append(log, "one\ntw");
            assertThat(told).hasValue(2);
            assertThat(lines.poll()).contains(new LogLine(0, 4, "one"));
            assertThat(lines.poll()).as("a line without its end").isEmpty();
            assertThat(lines.isOver()).isFalse();

            log.complete();
            assertThat(told).hasValue(3);
            assertThat(lines.poll()).contains(new LogLine(4, 6, "tw"));
            assertThat(lines.isOver()).isFalse();
            assertThat(lines.poll()).isEmpty();
            assertThat(lines.isOver()).isTrue();
        }
    }

    @Test
    void aClosedReaderIsOver() {
        append(logs.create(JOB), "one\n");
        LogStream lines = logs.open(JOB, 0);
        lines.close();

        assertThat(lines.poll()).isEmpty();
        assertThat(lines.isOver()).isTrue();
    }

    @Test
    void replacesMalformedBytes() throws InterruptedException {
        JobLog log = logs.create(JOB);
        log.append(new byte[] {'a', (byte) 0xff, 'b', '\n'}, 0, 4);
        log.complete();
        assertThat(read(logs.open(JOB, 0))).containsExactly(new LogLine(0, 4, "a\ufffdb"));
    }

    @Test
    void givesAVeryLongLineInPiecesThatJoinToTheWhole() throws InterruptedException {
        String text = "x" + "ü☃😀\r".repeat(60_000);
        List<LogLine> lines = linesOf(text + "\nend\n", 0);
        StringBuilder joined = new StringBuilder();
        for (LogLine piece : lines.subList(0, lines.size() - 1)) {
            assertThat(piece.next() - piece.offset()).isLessThanOrEqualTo(LineBuffer.LONGEST_LINE + 1);
            joined.append(piece.text());
        }
        assertThat(lines).hasSizeGreaterThan(8);
        assertThat(joined + "\r").isEqualTo(text);
        assertThat(lines.get(lines.size() - 1).text()).isEqualTo("end");
    }

    @Test
    void readsTheSameLinesFromEveryPlaceWhereOneStarts() throws InterruptedException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append("ü".repeat(random.nextInt(150))).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        List<LogLine> all = linesOf(text.toString(), 0);
        assertThat(all).hasSize(400);
        for (int i = 0; i < all.size(); i += 37) {
            assertThat(read(logs.open(JOB, all.get(i).offset()))).isEqualTo(all.subList(i, all.size()));
        }
    }

    @Test
    void wakesAReaderForEachLineAndAtTheEnd() throws Exception {
        JobLog log = logs.create(JOB);
        LogStream stream = logs.open(JOB, 0);
        Future<Optional<LogLine>> line = inThread(stream::next);
        append(log, "he");
        append(log, "llo");
        assertThat(line.isDone()).isFalse();
        append(log, "\npart");
        assertThat(line.get()).contains(new LogLine(0, 6, "hello"));

        Future<Optional<LogLine>> last = inThread(stream::next);
        log.complete();
        assertThat(last.get()).contains(new LogLine(6, 10, "part"));
        assertThat(stream.next()).isEmpty();
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void letsAReaderWaitForAPlaceThatIsNotThereYet() throws Exception {
        JobLog log = logs.create(JOB);
        Future<Optional<LogLine>> line = inThread(logs.open(JOB, 8)::next);
        append(log, "0123\n67\n");
        append(log, "89\n");
        assertThat(line.get()).contains(new LogLine(8, 11, "89"));
        log.complete();
    }

    @Test
    void endsAWaitWhenTheStreamIsClosed() throws Exception {
        JobLog log = logs.create(JOB);
        LogStream stream = logs.open(JOB, 0);
        Future<Optional<LogLine>> line = inThread(stream::next);
        stream.close();
        stream.close();
        assertThat(line.get()).isEmpty();
        append(log, "late\n");
        assertThat(stream.next()).isEmpty();
        log.complete();
    }

    @Test
    void canStillBeReadAfterAnInterrupt() throws InterruptedException {
        JobLog log = logs.create(JOB);
        LogStream stream = logs.open(JOB, 0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(stream::next).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        append(log, "line\n");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stream.next()).contains(new LogLine(0, 5, "line"));
        log.complete();
    }

    @Test
    void servesAThousandReadersWholly() throws Exception {
        JobLog log = logs.create(JOB);
        List<Future<List<LogLine>>> readers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            LogStream stream = logs.open(JOB, 0);
            readers.add(threads.submit(() -> read(stream)));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String piece = "line " + i + (i % 3 == 0 ? "\n" : ", ");
            text.append(piece);
            append(log, piece);
        }
        log.complete();
        List<LogLine> expected = read(logs.open(JOB, 0));
        assertThat(expected).hasSize(101);
        for (Future<List<LogLine>> reader : readers) {
            assertThat(reader.get()).isEqualTo(expected);
        }
        assertThat(log.size()).isEqualTo(text.length());
    }

    @Test
    void goesOnWithALogOfAnEarlierRun() throws InterruptedException {
        append(logs.create(JOB), "before\n");
        JobLogs restarted = new JobLogs(root, LogLimits.DEFAULT);
        JobLog log = restarted.resume(JOB);
        assertThat(log.size()).isEqualTo(7);
        append(log, "after\n");
        log.complete();
        assertThat(read(restarted.open(JOB, 0))).extracting(LogLine::text).containsExactly("before", "after");
    }

    @Test
    void startsAfreshForANewJobOfTheSameKey() throws InterruptedException {
        JobLog old = logs.create(JOB);
        append(old, "old\n");
        old.complete();
        JobLog log = logs.create(JOB);
        assertThat(log.size()).isZero();
        append(log, "new\n");
        log.complete();
        assertThat(read(logs.open(JOB, 0))).extracting(LogLine::text).containsExactly("new");
    }

    @Test
    void removesALogOnceItsJobIsOver() {
        JobLog log = logs.create(JOB);
        assertRefused(ErrorCode.INTERNAL, () -> logs.delete(JOB));
        assertRefused(ErrorCode.INTERNAL, () -> logs.create(JOB));
        log.complete();
        logs.delete(JOB);
        logs.delete(JOB);
        assertRefused(ErrorCode.NOT_FOUND, () -> logs.open(JOB, 0));
    }

    @Test
    void refusesAnOffsetBelowZero() {
        logs.create(JOB).complete();
        assertRefused(ErrorCode.INVALID_INPUT, () -> logs.open(JOB, -1));
    }

    @Test
    void refusesBytesOnceComplete() {
        JobLog log = logs.create(JOB);
        log.complete();
        log.complete();
        assertRefused(ErrorCode.INTERNAL, () -> append(log, "late"));
    }

    @Test
    void saysSoWhenItsFileIsGone() throws IOException {
        JobLog log = logs.create(JOB);
        append(log, "line\n");
        LogStream stream = logs.open(JOB, 0);
        Files.delete(root.resolve("embedder/job-1.log"));
        assertRefused(ErrorCode.STATE_UNAVAILABLE, stream::next);
        log.complete();
    }

    @Test
    void doesNotFollowALinkThatWasPlanted() throws IOException {
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "mine");
        Files.createDirectory(root.resolve("embedder"));
        Files.createSymbolicLink(root.resolve("embedder/job-1.log"), elsewhere);
        JobLog log = logs.create(JOB);
        append(log, "line\n");
        log.complete();
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void staysWhatItWasWhenTheDiskIsFull() throws Exception {
        JobLog log = JobLog.growing(JOB, new LogFiles(Path.of("/dev/full"), LogLimits.DEFAULT), () -> {});
        log.start();
        LogStream stream = log.open(0);
        Future<Optional<LogLine>> line = inThread(stream::next);
        assertThatThrownBy(() -> append(log, "lost\n"))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot write log 'embedder/job-1': No space left on device;");
        assertThat(log.size()).isZero();
        assertRefused(ErrorCode.INTERNAL, () -> append(log, "more\n"));
        assertThat(line.isDone()).isFalse();
        log.complete();
        assertThat(line.get()).isEmpty();
    }

    private List<LogLine> linesOf(String text, long offset) throws InterruptedException {
        JobLog log = logs.create(JOB);
        append(log, text);
        log.complete();
        return read(logs.open(JOB, offset));
    }

    private static List<LogLine> read(LogStream stream) throws InterruptedException {
        try (stream) {
            List<LogLine> lines = new ArrayList<>();
            for (Optional<LogLine> line = stream.next(); line.isPresent(); line = stream.next()) {
                lines.add(line.get());
            }
            return lines;
        }
    }

    private static void append(JobLog log, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.append(bytes, 0, bytes.length);
    }

    /** Runs something in a thread, and returns once it waits there or is over. */
    private <T> Future<T> inThread(Callable<T> body) {
        List<Thread> thread = new ArrayList<>();
        Future<T> future = threads.submit(() -> {
            synchronized (thread) {
                thread.add(Thread.currentThread());
            }
            return body.call();
        });
        await().pollInterval(Duration.ofMillis(2)).until(() -> future.isDone() || isWaiting(thread));
        return future;
    }

    private static boolean isWaiting(List<Thread> thread) {
        synchronized (thread) {
            return !thread.isEmpty() && thread.get(0).getState() == Thread.State.WAITING;
        }
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageMatching("(?s)Cannot [a-z ]+ '.*': .+; .+");
    }
}
