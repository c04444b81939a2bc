package dev.hostler.engine;

import static dev.hostler.engine.AgentScenario.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepResult;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs may use of a real host, and what is said of those that want more. */
class PlacesTest {
    private static final long MIB = 1L << 20;
    private static final String HOG = "x=x; while :; do x=$x$x; done";
    private static final String FILL = "while :; do head -c 1000000 /dev/zero >>big; sleep 0.02; done";

    @TempDir
    Path directory;

    private Agent agent;

    @BeforeEach
    void start() {
        DockerHost.requireBusybox();
        agent = Agent.start(AgentConfig.builder(data())
                .provider("docker", Map.of("default-image", DockerHost.IMAGE, "pull", "never"))
                .cancelGrace(Duration.ofSeconds(2))
                .onClose(AgentConfig.OnClose.CANCEL)
                .build());
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        agent.close();
        try (Stream<Path> left = Files.list(data().resolve("sandboxes"))) {
            assertThat(left).as("directories of sandboxes").isEmpty();
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static JobSpec.Builder job(String isolation) {
        return JobSpec.builder("a").isolation(new Isolation(isolation)).timeout(Duration.ofMinutes(1));
    }

    private JobResult run(JobSpec.Builder job) throws InterruptedException {
        return agent.submit(job.build()).await();
    }

    private static String message(JobResult result) {
        return result.failure().orElseThrow().message();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aStepThatRunsOutOfMemoryIsNamed(String isolation) throws Exception {
        JobResult result = run(job(isolation)
                .limits(JobLimits.builder().memoryBytes(32 * MIB).build())
                .step(step("hog", HOG).build())
                .step(step("after", "true").condition(StepCondition.ALWAYS).build()));

        assertThat(result.failure().orElseThrow().code()).isEqualTo(ErrorCode.MEMORY_LIMIT);
        assertThat(message(result))
                .contains("step 'hog' ran out of memory: it used its limit of 32 MiB (exit code 137)")
                .contains("raise limits.memory");
        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(137));
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.FAILED, StepConclusion.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aSandboxThatHasNoMemoryForItselfIsNamedAndNotLost(String isolation) throws Exception {
        // Files in memory stay when their writer is killed, so that in the end the first process goes as well.
        JobResult result = run(job(isolation)
                .limits(JobLimits.builder().memoryBytes(16 * MIB).build())
                .step(step("fill", "while :; do head -c 50000000 /dev/zero >/dev/shm/big; done")
                        .continueOnError(true)
                        .build())
                .step(step("next", "sh -c true; sh -c true").build()));

        assertThat(result.failure().orElseThrow().code()).as(message(result)).isEqualTo(ErrorCode.MEMORY_LIMIT);
        assertThat(message(result)).contains("ran out of memory: it used its limit of 16 MiB");
        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aStepWhoseProgramRanOutOfMemoryIsNamedWhateverItsExitCode(String isolation) throws Exception {
        JobResult result = run(job(isolation)
                .limits(JobLimits.builder().memoryBytes(32 * MIB).build())
                .step(step("forgiven", "sh -c '" + HOG + "' || exit 3")
                        .continueOnError(true)
                        .build())
                .step(step("fails", "exit 4").build()));

        assertThat(agentLog("a")).contains("step 'forgiven' failed; the job goes on");
        assertThat(message(result)).contains("step 'fails' ended with exit code 4");
        JobResult other = run(JobSpec.builder("b")
                .isolation(new Isolation(isolation))
                .limits(JobLimits.builder().memoryBytes(32 * MIB).build())
                .step(step("make", "sh -c '" + HOG + "' || exit 2").build()));
        assertThat(message(other)).contains("step 'make' ran out of memory").contains("(exit code 2)");
    }

    private String agentLog(String id) throws InterruptedException {
        return TestAgent.log(agent.job(AgentScenario.key(id)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void anExitCodeAloneIsNotTakenForALackOfMemory(String isolation) throws Exception {
        JobResult result = run(job(isolation)
                .limits(JobLimits.builder().memoryBytes(32 * MIB).build())
                .step(step("killed", "kill -KILL $$").build()));

        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(137));
        assertThat(result.failure().orElseThrow().code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(message(result)).doesNotContain("memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aWorkspaceThatGrowsTooLargeEndsItsStepAndTheAgentGoesOn(String isolation) throws Exception {
        JobResult result = run(job(isolation)
                .limits(JobLimits.builder().workspaceBytes(8 * MIB).build())
                .step(step("fill", "cd \"$HOME\"; " + FILL).build())
                .step(step("after", "true").condition(StepCondition.ALWAYS).build()));

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.failure().orElseThrow().code()).isEqualTo(ErrorCode.WORKSPACE_LIMIT);
        assertThat(message(result)).contains("the workspace grew beyond 8 MiB in step 'fill'; raise limits.workspace");
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.FAILED, StepConclusion.SKIPPED);
        assertThat(run(JobSpec.builder("next")
                                .isolation(new Isolation(isolation))
                                .run("true"))
                        .conclusion())
                .isEqualTo(Conclusion.SUCCEEDED);
    }

    @Test
    void alsoAQuickStepIsHeldToTheSizeOfTheWorkspace() throws Exception {
        JobResult result = run(job("process")
                .limits(JobLimits.builder().workspaceBytes(8 * MIB).build())
                .run("head -c 20000000 /dev/zero >big"));

        assertThat(message(result)).contains("the workspace grew beyond 8 MiB");
    }

    @Test
    void onlyWhatTakesDiskCountsForTheSizeOfTheWorkspace() throws Exception {
        JobResult result = run(job("process")
                .limits(JobLimits.builder().workspaceBytes(8 * MIB).build())
                .run("truncate -s 1G sparse; head -c 5000000 /dev/zero >one; ln one two; ln -s / host; sleep 1.5"));

        assertThat(result.conclusion()).isEqualTo(Conclusion.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aJobWithoutNetworkSeesOnlyTheLoop(String isolation) throws Exception {
        String look = "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' ' | sed 's/^/sees /'";

        run(job(isolation).network(false).run(look));
        run(JobSpec.builder("b").isolation(new Isolation(isolation)).run(look));

        assertThat(seen("a")).containsExactly("sees lo");
        assertThat(seen("b")).hasSizeGreaterThan(1);
    }

    private List<String> seen(String id) throws InterruptedException {
        return agentLog(id).lines().filter(line -> line.startsWith("sees ")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aStepThatFillsTheDiskFailsAndTheAgentGoesOn(String isolation) throws Exception {
        Path sandboxes = data().resolve("sandboxes");
        execute("mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "hostler-test", sandboxes.toString());
        try {
            JobResult full = run(job(isolation)
                    .step(step("fill", "head -c 20000000 /dev/zero >big").build()));

            assertThat(full.failure().orElseThrow().code()).as(message(full)).isEqualTo(ErrorCode.STEP_FAILED);
            assertThat(message(full)).contains("step 'fill' ended with exit code 1");
            assertThat(run(JobSpec.builder("next")
                                    .isolation(new Isolation(isolation))
                                    .run("true"))
                            .conclusion())
                    .isEqualTo(Conclusion.SUCCEEDED);
        } finally {
            agent.close();
            execute("umount", sandboxes.toString());
        }
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    @Test
    void anImageWithAUserOfItsOwnDoesAllThatAJobDoes() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source/sub"));
        Path program = Files.writeString(source.resolve("program"), "#!/bin/sh\necho ran >>../out\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        String pipeline = "image: " + DockerHost.USER_IMAGE + "\n"
                + "cache: {paths: [~/kept, sub/kept]}\nartifacts: [out]\nsteps:\n"
                + "  - run: id -u; cd sub; ./program; echo more >>program; umask 077; mkdir made; echo x >made/x\n"
                + "  - run: cat ~/kept/c || true; mkdir -p ~/kept sub/kept; echo cached >>~/kept/c; echo c >>sub/kept/c\n";

        JobResult first = run(userJob("a", pipeline));
        JobResult second = run(userJob("b", pipeline));

        assertThat(first.failure()).isEmpty();
        assertThat(second.failure()).isEmpty();
        assertThat(first.artifacts()).extracting(Artifact::path).containsExactly("out");
        assertThat(agentLog("a").lines()).contains("1000").doesNotContain("cached");
        assertThat(agentLog("b").lines()).contains("1000", "cached");
    }

    private JobSpec.Builder userJob(String id, String pipeline) {
        return JobSpec.builder(id)
                .isolation(Isolation.DOCKER)
                .source(new DirectorySource(directory.resolve("source")))
                .pipeline(new Pipeline.Document("p.yaml", pipeline));
    }
}
