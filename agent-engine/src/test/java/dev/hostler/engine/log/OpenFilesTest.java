package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For how long a log holds its file open, as the kernel sees it. */
class OpenFilesTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("job-1"));

    @TempDir
    private Path root;

    @Test
    void aLogThatWaitsForItsFirstByteHoldsNoFileOpen() throws IOException {
        JobLog log = new JobLogs(root, LogLimits.DEFAULT).create(JOB);
        Path file = root.resolve("embedder/job-1.log").toRealPath();
        assertThat(openFiles()).doesNotContain(file);
        byte[] line = "one\n".getBytes(StandardCharsets.UTF_8);
        log.append(line, 0, line.length);
        assertThat(openFiles()).contains(file);
        log.complete();
        assertThat(openFiles()).doesNotContain(file);
    }

    private static List<Path> openFiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.flatMap(fd -> target(fd).stream()).toList();
        }
    }

    private static Optional<Path> target(Path fd) {
        try {
            return Optional.of(Files.readSymbolicLink(fd));
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }
}
