package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are longer than their limit. */
@Timeout(60)
class LongLogTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));
    private static final LogLimits LIMITS = new LogLimits(100, 40);

    @TempDir
    private Path root;

    @Test
    void keepsTheBeginningAndTheEndAndSaysWhatIsBetween() throws Exception {
        JobLogs logs = new JobLogs(root, LIMITS);
        JobLog log = logs.create(JOB);
        for (int i = 10; i < 70; i++) {
            append(log, "line " + i + "\n");
        }
        log.sync();
        log.complete();

        List<LogLine> lines = read(logs.open(JOB, 0));
        assertThat(lines.subList(0, 13))
                .extracting(LogLine::text)
                .startsWith("line 10")
                .endsWith("line 21", "line");
        assertThat(lines.get(13))
                .isEqualTo(new LogLine(100, 420, "==> 320 bytes are left out here: the log is longer than its limit"));
        assertThat(lines.subList(14, lines.size()))
                .extracting(LogLine::text)
                .startsWith(" 62", "line 63")
                .endsWith("line 68", "line 69");
        assertThat(lines.get(lines.size() - 1).next()).isEqualTo(480);
        assertThat(read(logs.open(JOB, 250)).get(0).text()).startsWith("==> 170 bytes are left out");
        assertThat(read(logs.open(JOB, 472))).containsExactly(new LogLine(472, 480, "line 69"));
    }

    @Test
    void aReaderThatKeepsUpMissesNothing() throws Exception {
        JobLogs logs = new JobLogs(root, LIMITS);
        JobLog log = logs.create(JOB);
        try (LogStream follower = logs.open(JOB, 0)) {
            for (int i = 0; i < 300; i++) {
                append(log, "line " + i + "\n");
                assertThat(follower.next().orElseThrow().text()).isEqualTo("line " + i);
            }
        }
        log.complete();
    }

    @Test
    void keepsItsFilesPrivateAndRemovesThemWithTheLog() throws Exception {
        JobLogs logs = new JobLogs(root, LIMITS);
        JobLog log = logs.create(JOB);
        append(log, "x".repeat(1000));
        log.complete();
        Path tail = root.resolve("embedder/job-1.tail");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tail)))
                .isEqualTo("rwx------");
        try (Stream<Path> segments = Files.list(tail)) {
            assertThat(segments)
                    .hasSize(2)
                    .allSatisfy(
                            segment -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment)))
                                    .isEqualTo("rw-------"));
        }
        JobLog again = logs.create(JOB);
        assertThat(again.size()).isZero();
        assertThat(tail).doesNotExist();
        append(again, "x".repeat(1000));
        again.complete();
        logs.delete(JOB);
        assertThat(root.resolve("embedder")).isEmptyDirectory();
    }

    /** What is read must be what was written there, whatever was cut and written again, and whenever the agent ended. */
    @Test
    void holdsTheRightBytesAtEveryPlaceThroughCutsAndRestarts() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            String text = text(random);
            JobLogs logs = new JobLogs(root, LIMITS);
            JobLog log = logs.create(JOB);
            while (log.size() < text.length()) {
                int from = (int) log.size();
                int to = Math.min(text.length(), from + random.nextInt(130));
                append(log, text.substring(from, to));
                check(logs, log, text, seed);
                if (random.nextInt(8) == 0) {
                    log.cutTo(random.nextInt((int) log.size() + 1));
                    check(logs, log, text, seed);
                }
                if (random.nextInt(8) == 0) {
                    log.complete();
                    logs = new JobLogs(root, LIMITS);
                    log = logs.resume(JOB);
                }
            }
            log.complete();
            check(logs, log, text, seed);
        }
    }

    /** Reads all that is there, through a log that is taken for complete, and compares it place by place. */
    private void check(JobLogs logs, JobLog log, String text, int seed) throws Exception {
        LogFiles files = new LogFiles(root.resolve("embedder/job-1.log"), LIMITS);
        JobLog view = JobLog.complete(JOB, files);
        assertThat(view.size()).as("seed %s", seed).isEqualTo(log.size());
        long kept = 0;
        for (LogLine line : read(view.open(0))) {
            if (!line.text().startsWith("==>")) {
                String there = text.substring((int) line.offset(), (int) Math.min(line.next(), log.size()));
                assertThat(line.text()).as("seed %s", seed).isEqualTo(there.strip());
                kept = line.offset() < LIMITS.beginning() ? line.next() : kept;
            }
        }
        assertThat(kept).as("beginning, seed %s", seed).isGreaterThanOrEqualTo(Math.min(log.size(), 100));
        assertThat(bytesOnDisk()).isLessThanOrEqualTo(LIMITS.beginning() + 3 * LIMITS.end());
        logs.open(JOB, 0).close();
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 900; i++) {
            text.append(seedWord(random)).append(i).append('\n');
        }
        return text.toString();
    }

    private static String seedWord(Random random) {
        return "abcdefghijklmnopqrstuvwxyz".substring(random.nextInt(26));
    }

    @Test
    void stillHasItsEndAfterACutIntoWhatWasGivenUp() throws Exception {
        JobLogs logs = new JobLogs(root, LIMITS);
        JobLog log = logs.create(JOB);
        append(log, "x".repeat(500));
        log.cutTo(200);
        log.complete();

        JobLogs restarted = new JobLogs(root, LIMITS);
        JobLog resumed = restarted.resume(JOB);
        assertThat(resumed.size()).isEqualTo(200);
        append(resumed, "\nend\n");
        resumed.complete();
        assertThat(read(restarted.open(JOB, 0)))
                .extracting(LogLine::text)
                .containsExactly(
                        "x".repeat(100),
                        "==> 100 bytes are left out here: the log is longer than its limit",
                        "",
                        "end");
    }

    @Test
    void showsWhatAProgressLineComesTo() {
        assertThat(shown("10%\r20%")).isEqualTo("20%");
        assertThat(shown("10%\r20%\r")).isEqualTo("20%");
        assertThat(shown("plain")).isEqualTo("plain");
        assertThat(shown("\r\r")).isEmpty();
        assertThat(shown("")).isEmpty();
    }

    @Test
    void marksThePiecesOfAVeryLongLine() throws Exception {
        JobLogs logs = new JobLogs(root, LogLimits.DEFAULT);
        JobLog log = logs.create(JOB);
        append(log, "y".repeat(5_000_000) + "\nend\n");
        log.complete();
        List<LogLine> lines = read(logs.open(JOB, 0));
        int last = lines.size() - 2;
        assertThat(lines.subList(0, last)).isNotEmpty().allMatch(LogLine::continued);
        assertThat(lines.subList(last, lines.size())).noneMatch(LogLine::continued);
        assertThat(lines.subList(0, last + 1).stream()
                        .mapToInt(line -> line.text().length())
                        .sum())
                .isEqualTo(5_000_000);
    }

    @Test
    void refusesALimitThatIsNone() {
        assertThat(LogLimits.of(Map.of())).isEqualTo(LogLimits.DEFAULT);
        assertThat(LogLimits.of(Map.of("max-bytes", "7", "kept-end-bytes", "8")))
                .isEqualTo(new LogLimits(7, 8));
        assertThatThrownBy(() -> LogLimits.of(Map.of("max-bytes", "0")))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot accept setting 'max-bytes': '0' is not a number of bytes from 1 on;");
    }

    private static String shown(String text) {
        return new LogLine(0, text.length(), text).shown();
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
}
