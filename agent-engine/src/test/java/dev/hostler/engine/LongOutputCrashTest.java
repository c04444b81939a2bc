package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.engine.testing.DiskUse;
import dev.hostler.engine.testing.DockerHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent that is killed while it gives back the space of output, so that nobody can read that output again; both streams. */
class LongOutputCrashTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("long"));
    private static final String SECRET = "tok-4711-s3cr3t";
    private static final int LINES = 1_500_000;
    private static final String REST = " masked *** here, and again ***";

    @TempDir
    Path directory;

    /** Knows one secret. */
    static final class OneSecret implements SecretResolver {
        @Override
        public String id() {
            return "one-secret";
        }

        @Override
        public Optional<String> resolve(String name) {
            return name.equals("TOKEN") ? Optional.of(SECRET) : Optional.empty();
        }
    }

    /** The agent that dies. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Agent agent = start(Path.of(arguments[0]))) {
                agent.submit(job(arguments[1])).await();
            }
        }
    }

    private static Agent start(Path data) {
        return Agent.start(
                AgentConfig.builder(data).secretResolver(new OneSecret()).build());
    }

    @ParameterizedTest
    @CsvSource({"process,1", "process,19", "docker,30"})
    void nothingIsLostOrRepeatedThoughTheOutputIsGone(String isolation, int mebibytesBeforeTheCrash) throws Exception {
        DockerHost.requireBusybox();
        Path data = directory.resolve("data");
        Process victim = victim(data, isolation);
        Path log = data.resolve("jobs/embedder/long.log");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .failFast("the agent ended: " + directory.resolve("victim.log"), () -> !victim.isAlive())
                .until(() -> Files.exists(log) && Files.size(log) >= (long) mebibytesBeforeTheCrash << 20);
        victim.destroyForcibly().waitFor();
        if (mebibytesBeforeTheCrash > 9) {
            assertThat(spoolIsPartlyGone(data)).as("space of output given back").isTrue();
        }

        try (Agent heir = start(data)) {
            JobHandle job = heir.job(JOB).orElseThrow();
            assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        }
        assertCountsFromOneToTheEnd(log);
        assertCountsFromOneToTheEnd(data.resolve("errors/embedder/long.log"));
        assertThat(data.resolve("sandboxes")).isEmptyDirectory();
        assertThat(directory.resolve("tmp")).as("the victim's temporary files").isEmptyDirectory();
    }

    private static boolean spoolIsPartlyGone(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("sandboxes"))) {
            Path output =
                    files.filter(file -> file.endsWith("1.out")).findFirst().orElseThrow();
            return DiskUse.of(output) + (1 << 20) < Files.size(output);
        }
    }

    private static void assertCountsFromOneToTheEnd(Path log) throws IOException {
        int expected = 0;
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (String line = line(lines); !line.isEmpty(); line = line(lines)) {
                if (!line.startsWith("==> ")) {
                    expected++;
                    assertThat(line).isEqualTo(expected + REST);
                }
            }
        }
        assertThat(expected).isEqualTo(LINES);
    }

    /** Reads a line, but no more than a screen of it: lost output may be read as zeros without end. */
    private static String line(BufferedReader text) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n' && line.length() < 1000; c = text.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static JobSpec job(String isolation) {
        JobSpec.Builder job = JobSpec.builder(JOB.id().value())
                .isolation(new Isolation(isolation))
                .errorsApart()
                .secret("TOKEN");
        if (isolation.equals("docker")) {
            job.image(DockerHost.requireBusybox());
        }
        int pieces = 60;
        return job.run("piece() { seq $((i * " + LINES / pieces + " + 1)) $(((i + 1) * " + LINES / pieces + "))"
                        + " | sed \"s/\\$/ masked $TOKEN here, and again $TOKEN/\"; }; i=0;"
                        + " while [ $i -lt " + pieces + " ]; do piece; piece >&2; i=$((i + 1)); sleep 0.02; done")
                .build();
    }

    private Process victim(Path data, String isolation) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        data.toString(),
                        isolation)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("victim.log").toFile())
                .start();
    }
}
