package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of processes that do not want to end. */
class CancelTest {
    private static final int JOBS = Effort.of(12, 50);

    /** Three shells and their sleeps. */
    private static final int PROCESSES_OF_A_JOB = 6;

    /** So long sleeps nobody else; by it the processes are found on the host, in whatever namespace they are. */
    private static final String SLEEP = "86399.4711";

    private static final String STUBBORN = "trap '' TERM; sleep " + SLEEP;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"process", "docker"})
    void nothingIsLeftOfTreesThatIgnoreTheirTermination(String isolation) throws Exception {
        AgentConfig config = AgentConfig.builder(directory.resolve("data"))
                .slots(10)
                .cancelGrace(Duration.ofSeconds(1))
                .build();
        try (Agent agent = Agent.start(config)) {
            List<JobHandle> jobs = IntStream.range(0, JOBS)
                    .mapToObj(number -> agent.submit(job("job-" + number, isolation)))
                    .toList();
            for (JobHandle job : jobs) {
                AgentScenario.awaitLine(job, "up");
                await().atMost(Duration.ofMinutes(1)).until(() -> sleepers().size() >= PROCESSES_OF_A_JOB);
                job.cancel();
            }
            for (JobHandle job : jobs) {
                assertThat(job.await().conclusion()).isEqualTo(Conclusion.CANCELLED);
            }
            assertThat(sleepers()).isEmpty();
        }
        assertThat(directory.resolve("data/sandboxes")).isEmptyDirectory();
    }

    private static JobSpec job(String id, String isolation) {
        JobSpec.Builder job = JobSpec.builder(id).isolation(new Isolation(isolation));
        if (isolation.equals("docker")) {
            job.image(DockerHost.requireBusybox());
        }
        String inSession = "setsid sh -c \"" + STUBBORN + "\" & ";
        return job.run(inSession + "setsid sh -c '" + inSession.replace("'", "'\\''") + "wait' & "
                        + STUBBORN.replace("sleep", "echo up; sleep"))
                .build();
    }

    private static List<String> sleepers() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String command = command(process);
                if (command.contains(SLEEP)) {
                    found.add(process.getFileName() + " " + command);
                }
            }
        }
        return found;
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
