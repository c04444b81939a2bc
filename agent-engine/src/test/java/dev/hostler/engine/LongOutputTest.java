package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DiskUse;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.SecretText;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A step that prints far more than its spool may hold, with many secrets in it. */
@Timeout(240)
class LongOutputTest {
    private static final int PIECES = 50;
    private static final int SECRETS = 50;
    private static final SecretText TEXT = new SecretText(SECRETS, 4 << 20);
    private static final long SPOOL = 40L << 20;

    @TempDir
    Path directory;

    private long largestSpool;

    /** An agent that has no more memory than this one step may take, and little of it. */
    static final class SmallAgent {
        private SmallAgent() {}

        public static void main(String[] arguments) throws InterruptedException {
            SecretText secrets = new SecretText(SECRETS, 1);
            AgentConfig config = AgentConfig.builder(Path.of(arguments[0]))
                    .secretResolver(secrets.resolver())
                    .provider("logs", Map.of("max-spool-bytes", String.valueOf(SPOOL)))
                    .build();
            try (Agent agent = Agent.start(config)) {
                agent.submit(job(Path.of(arguments[1]), secrets)).await();
            }
        }
    }

    @Test
    void arrivesWholeAndMaskedWhileDiskAndMemoryHoldOnlyAPartOfIt() throws Exception {
        DockerHost.requireBusybox();
        Path sources = Files.createDirectory(directory.resolve("sources"));
        Files.write(sources.resolve("piece"), TEXT.raw());
        Path data = directory.resolve("data");
        Path log = data.resolve("jobs/embedder/long.log");
        Process agent = agent(data, sources);
        try {
            letItPrint(data, log, agent);
            assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            agent.destroy();
        }
        assertThat((long) PIECES * TEXT.raw().length).isGreaterThan(200_000_000).isGreaterThan(4 * SPOOL);
        assertThat(largestSpool).isPositive().isLessThanOrEqualTo(SPOOL);
        assertIsTheMaskedText(log);
        assertThat(data.resolve("sandboxes")).isEmptyDirectory();
    }

    /** Each piece is printed once all but the last two before it are in the log. */
    private static JobSpec job(Path sources, SecretText secrets) {
        String print = "i=0; while [ $i -lt " + PIECES + " ]; do until [ -e go$i ]; do sleep 0.01; done;"
                + " cat piece; i=$((i + 1)); done";
        JobSpec.Builder job = JobSpec.builder("long")
                .isolation(Isolation.DOCKER)
                .image(DockerHost.requireBusybox())
                .source(new DirectorySource(sources));
        secrets.names().forEach(job::secret);
        return job.run(print).build();
    }

    private Process agent(Path data, Path sources) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallAgent.class.getName(),
                        data.toString(),
                        sources.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("agent.log").toFile())
                .start();
    }

    private void letItPrint(Path data, Path log, Process agent) throws IOException {
        for (int piece = 0; piece < PIECES; piece++) {
            long arrived = (long) (piece - 2) * TEXT.masked().length;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .failFast(() -> assertThat(agent.isAlive())
                            .as(Files.readString(directory.resolve("agent.log")))
                            .isTrue())
                    .until(() -> sandbox(data).isPresent() && Files.size(log) >= arrived);
            Path sandbox = sandbox(data).orElseThrow();
            Files.createFile(sandbox.resolve("workspace/go" + piece));
            largestSpool = Math.max(largestSpool, DiskUse.of(sandbox.resolve("output/1.out")));
        }
    }

    private static Optional<Path> sandbox(Path data) throws IOException {
        Path all = data.resolve("sandboxes");
        try (Stream<Path> sandboxes = Files.isDirectory(all) ? Files.list(all) : Stream.empty()) {
            return sandboxes
                    .filter(sandbox -> Files.exists(sandbox.resolve("output/1.out")))
                    .findFirst();
        }
    }

    private static void assertIsTheMaskedText(Path log) throws IOException {
        byte[] expected = TEXT.masked();
        long size = Files.size(log);
        try (InputStream file = Files.newInputStream(log);
                DataInputStream text = new DataInputStream(file)) {
            String header = "==> step 1/1: ";
            long start = size - (long) PIECES * expected.length;
            assertThat(new String(text.readNBytes((int) start), StandardCharsets.UTF_8))
                    .contains(header)
                    .endsWith("\n");
            for (int piece = 0; piece < PIECES; piece++) {
                assertThat(text.readNBytes(expected.length))
                        .as("piece %s", piece)
                        .isEqualTo(expected);
            }
        }
    }
}
