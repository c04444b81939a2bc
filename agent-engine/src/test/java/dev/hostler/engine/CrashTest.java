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
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real agent, killed with SIGKILL in the middle of a job, and another one that takes over. */
class CrashTest {
    private static final JobKey JOB = new JobKey(Owner.EMBEDDER, new JobId("counting"));
    private static final int LINES = 40;

    @TempDir
    Path directory;

    /** The agent that dies. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Agent agent = Agent.start(AgentConfig.builder(Path.of(arguments[0])).build());
            agent.submit(job(arguments[1])).await();
            agent.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"process,3", "process,17", "process,31", "docker,3", "docker,17", "docker,31"})
    void aJobLosesAndRepeatsNothing(String isolation, int linesBeforeTheCrash) throws Exception {
        DockerHost.requireBusybox();
        Path data = directory.resolve("data");
        Process victim = victim(data, isolation);
        Path log = data.resolve("jobs/embedder/counting.log");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .failFast("the agent ended: " + directory.resolve("victim.log"), () -> !victim.isAlive())
                .until(() -> Files.exists(log)
                        && counted(Files.readString(log).lines()).size() >= linesBeforeTheCrash);

        victim.destroyForcibly().waitFor();

        try (Agent heir = Agent.start(AgentConfig.builder(data).build())) {
            JobHandle job = heir.job(JOB).orElseThrow();
            JobResult result = job.await();
            StringBuilder text = new StringBuilder();
            job.followLog(line -> text.append(line.text()).append('\n'));
            assertThat(result.conclusion()).as(text.toString()).isEqualTo(Conclusion.SUCCEEDED);
            assertThat(counted(text.toString().lines()))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                            .mapToObj(Integer::toString)
                            .toList());
        }
        assertThat(data.resolve("sandboxes")).isEmptyDirectory();
        assertThat(directory.resolve("tmp")).as("the victim's temporary files").isEmptyDirectory();
    }

    /** Counts in two steps, and notes in the workspace that each ran once. */
    private static JobSpec job(String isolation) {
        JobSpec.Builder job = JobSpec.builder(JOB.id().value()).isolation(new Isolation(isolation));
        if (isolation.equals("docker")) {
            job.image(DockerHost.requireBusybox());
        }
        String count = "i=%d; while [ $i -le %d ]; do echo $i; i=$((i + 1)); sleep 0.05; done";
        return job.run("mkdir once; " + String.format(count, 1, LINES / 2))
                .run("mkdir twice; " + String.format(count, LINES / 2 + 1, LINES))
                .build();
    }

    private Process victim(Path data, String isolation) throws Exception {
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

    private static List<String> counted(Stream<String> lines) {
        return lines.filter(line -> line.matches("\\d+")).toList();
    }
}
