package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.engine.state.DataDirectory;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.EngineRelay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs in containers that share no files with the agent. */
class CopiedFilesTest {
    private static final String SECRET = "s3cret-value-'quoted'\n second line";

    @TempDir
    Path directory;

    private Agent agent;

    @BeforeEach
    void start() {
        DockerHost.requireBusybox();
        agent = start(AgentConfig.OnClose.CANCEL);
    }

    private Agent start(AgentConfig.OnClose onClose) {
        return start(onClose, Map.of("shared-files", "no"));
    }

    private Agent start(AgentConfig.OnClose onClose, Map<String, String> docker) {
        Map<String, String> settings = new HashMap<>(docker);
        settings.putAll(Map.of("default-image", DockerHost.IMAGE, "pull", "never"));
        return Agent.start(AgentConfig.builder(directory.resolve("data"))
                .secretResolver(new OneSecret())
                .provider("docker", settings)
                .cancelGrace(Duration.ofSeconds(2))
                .onClose(onClose)
                .build());
    }

    /** Knows the one secret. */
    private static final class OneSecret implements SecretResolver {
        @Override
        public String id() {
            return "one";
        }

        @Override
        public Optional<String> resolve(String name) {
            return name.equals("TOKEN") ? Optional.of(SECRET) : Optional.empty();
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        agent.close();
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
                DockerHost docker = DockerHost.require();
                Stream<Path> left = Files.list(data.sandboxes())) {
            assertThat(docker.containers("dev.hostler.agent", data.agentId()))
                    .as("containers")
                    .isEmpty();
            assertThat(docker.volumes("dev.hostler.agent=" + data.agentId()))
                    .as("volumes")
                    .isEmpty();
            assertThat(left).as("directories").isEmpty();
        }
    }

    /** Returns the name of the one container that there is. */
    private String container() throws IOException {
        try (Stream<Path> sandboxes = Files.list(directory.resolve("data/sandboxes"))) {
            return "hostler-" + sandboxes.findFirst().orElseThrow().getFileName();
        }
    }

    private static JobSpec.Builder job(String id) {
        return JobSpec.builder(id).isolation(Isolation.DOCKER).timeout(Duration.ofMinutes(1));
    }

    private static StepSpec.Builder step(String name, String script) {
        return StepSpec.builder(name, new StepCommand.Script(script, Optional.empty()));
    }

    @Test
    void aJobHasItsSourcesAndKeepsItsArtifactsAndCaches() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source/sub"));
        Files.writeString(source.resolve("name with ü"), "content");
        Files.createSymbolicLink(source.resolve("link"), Path.of("name with ü"));
        Path tool = Files.writeString(source.resolve("tool"), "#!/bin/sh\necho tool ran in $PWD\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x--x"));
        String pipeline = """
                name: n
                artifacts: [out/**]
                cache:
                  paths: [.deps, ~/.tool]
                steps:
                  - run: |
                      cat sub/link; echo; stat -c %a sub/tool; ./sub/tool
                      mkdir -p out/deep .deps ~/.tool
                      echo one >out/deep/a; echo two >out/b; ln -s /etc/passwd out/leads-out
                      cat .deps/kept ~/.tool/kept 2>/dev/null || echo nothing was kept
                      echo dependency >.deps/kept; echo home >~/.tool/kept
                """;
        JobSpec.Builder spec = job("first").source(new DirectorySource(source.getParent()));

        JobHandle first = agent.submit(
                spec.pipeline(new Pipeline.Document("p.yaml", pipeline)).build());
        JobResult result = first.await();
        JobHandle second = agent.submit(job("second")
                .source(new DirectorySource(source.getParent()))
                .pipeline(new Pipeline.Document("p.yaml", pipeline))
                .build());
        second.await();

        assertThat(result.conclusion()).as(log(first)).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(first).lines())
                .contains("content", "751", "tool ran in /workspace", "nothing was kept")
                .filteredOn(line -> line.contains("files are copied"))
                .singleElement()
                .asString()
                .contains("docker.shared-files")
                .contains("is lost");
        assertThat(result.artifacts()).extracting(Artifact::path).containsExactly("out/b", "out/deep/a");
        assertThat(directory.resolve("data/artifacts/embedder/first/out/deep/a"))
                .hasContent("one");
        assertThat(log(second).lines()).as(log(second)).contains("dependency", "home");
    }

    @Test
    void stepsFollowEachOtherInOneSandbox() throws Exception {
        JobHandle job = agent.submit(job("a").env("WHO", "world")
                .run("echo hello $WHO; echo kept >file; mkdir dir")
                .step(step("in a directory", "cat ../file; pwd").workdir("dir").build())
                .step(StepSpec.builder("argv", new StepCommand.Argv(List.of("printf", "%s|", "a b", "$WHO", "'")))
                        .build())
                .step(step("nowhere", "true")
                        .workdir("missing")
                        .continueOnError(true)
                        .build())
                .run("exit 7")
                .step(step("after", "echo after")
                        .condition(StepCondition.ALWAYS)
                        .build())
                .build());

        JobResult result = job.await();

        assertThat(result.conclusion()).as(log(job)).isEqualTo(Conclusion.FAILED);
        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(7));
        assertThat(result.steps())
                .extracting(StepResult::exitCode)
                .extracting(OptionalInt::getAsInt)
                .containsExactly(0, 0, 0, 125, 7, 0);
        assertThat(log(job).lines())
                .containsSubsequence("hello world", "kept", "/workspace/dir", "after")
                .anyMatch(line -> line.contains("a b|$WHO|'|"));
    }

    @Test
    void aSecretReachesTheStepAndNothingElse() throws Exception {
        JobHandle job = agent.submit(job("a").secret("TOKEN")
                .pipeline(new Pipeline.Document("p.yaml", """
                        name: n
                        secrets: [TOKEN]
                        steps:
                          - run: |
                              printf %s "$TOKEN" | sha256sum; echo "$TOKEN"
                              grep -rl 'second'' ''line' /hostler /workspace /tmp && echo found in a file
                              cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -q 's3[c]ret' && echo found in an argument
                              touch up; until [ -e go ]; do sleep 0.02; done
                        """))
                .build());
        String wanted = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.UTF_8)));
        await().until(() -> logNow().contains(wanted));

        String seen = new String(DockerHost.inspectAll(), StandardCharsets.UTF_8);
        String programs = inspectPrograms();
        try (DockerHost docker = DockerHost.require()) {
            docker.run(container(), "touch", "/workspace/go");
        }
        JobResult result = job.await();

        assertThat(result.conclusion()).as(log(job)).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(programs).contains("hostler_text");
        assertThat(seen + programs).doesNotContain("s3cret").doesNotContain("second line");
        assertThat(log(job)).doesNotContain("found in").doesNotContain("s3cret").doesNotContain("second line");
    }

    private String inspectPrograms() throws IOException {
        try (DockerHost docker = DockerHost.require()) {
            return docker.programs(container());
        }
    }

    /** Returns what is in the log by now. */
    private String logNow() throws IOException {
        return Files.readString(directory.resolve("data/jobs/embedder/a.log"));
    }

    private void awaitLine(String text) {
        await().atMost(Duration.ofSeconds(30)).until(() -> logNow().lines().anyMatch(text::equals));
    }

    @Test
    void cancelEndsTheTreeAndOnlyStepsThatCleanUpStillRun() throws Exception {
        JobHandle job = agent.submit(
                job("a").run("setsid sleep 4321 & trap 'echo saved; exit 0' TERM; echo asleep; sleep 600 & wait")
                        .run("echo never")
                        .step(step("clean up", "ps; echo cleaned")
                                .condition(StepCondition.ALWAYS)
                                .build())
                        .build());
        awaitLine("asleep");

        job.cancel();
        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.CANCELLED, StepConclusion.SKIPPED, StepConclusion.SUCCEEDED);
        assertThat(log(job).lines()).contains("saved", "cleaned");
        assertThat(log(job)).doesNotContain("never\n==>").doesNotContain("0 sleep 4321");
    }

    @Test
    void aStepThatDoesNotHeedTheTermIsKilledWithAllItHasStarted() throws Exception {
        JobHandle job = agent.submit(
                job("a").step(step("slow", "trap '' TERM; setsid sleep 4321 & echo up; while :; do sleep 1; done")
                                .timeout(Duration.ofMillis(700))
                                .build())
                        .step(step("look", "ps").condition(StepCondition.ALWAYS).build())
                        .build());

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.TIMED_OUT, StepConclusion.SUCCEEDED);
        assertThat(log(job)).contains("up\n").doesNotContain("0 sleep 4321");
    }

    @Test
    void allOutputArrivesInItsOrderAlsoWhenThereIsMuch() throws Exception {
        JobHandle job = agent.submit(job("a").run("i=0; while [ $i -lt 100000 ]; do echo line $i; i=$((i+1)); done")
                .build());

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(log(job).lines().filter(line -> line.startsWith("line ")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100_000).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void aProcessInTheBackgroundDoesNotHoldItsStep() throws Exception {
        JobHandle job = agent.submit(
                job("a").run("sleep 600 & echo done").run("echo next").build());

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.steps().get(0).duration()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aStepThatClosesItsOutputIsFollowedToItsEnd() throws Exception {
        JobHandle job = agent.submit(
                job("a").run("exec >/dev/null 2>&1; sleep 7; exit 5").build());

        assertThat(job.await().exitCode()).isEqualTo(OptionalInt.of(5));
    }

    @Test
    void aJobWhoseContainerEndsIsLost() throws Exception {
        JobHandle job = agent.submit(job("a").run("echo up; sleep 600").build());
        awaitLine("up");

        try (DockerHost docker = DockerHost.require()) {
            docker.client().killContainerCmd(container()).exec();
        }

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(job.await().failure().orElseThrow().code()).isEqualTo(ErrorCode.SANDBOX_LOST);
    }

    @Test
    void aStepThatRunsWhenTheAgentEndsIsLostAndTheLogSaysWhy() throws Exception {
        agent.close();
        agent = start(AgentConfig.OnClose.DETACH);
        agent.submit(job("a").run("echo up; sleep 600").build());
        awaitLine("up");

        agent.close();
        agent = start(AgentConfig.OnClose.CANCEL);

        JobHandle after = agent.job(AgentScenario.key("a")).orElseThrow();
        assertThat(after.await().conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(after.await().failure().orElseThrow().message())
                .contains("the agent was started anew while it ran")
                .contains("shares no files");
    }

    @Test
    void anEngineBehindTcpIsUsedWithCopiedFiles() throws Exception {
        agent.close();
        try (EngineRelay relay = EngineRelay.overTcp()) {
            agent = start(AgentConfig.OnClose.CANCEL, Map.of("host", relay.address()));
            JobHandle job = agent.submit(job("a").pipeline(new Pipeline.Document(
                            "p.yaml", "name: n\nartifacts: [file]\nsteps:\n  - run: echo over tcp >file\n"))
                    .build());

            JobResult result = job.await();

            assertThat(result.conclusion()).as(log(job)).isEqualTo(Conclusion.SUCCEEDED);
            assertThat(log(job)).contains("may be on another machine");
            assertThat(directory.resolve("data/artifacts/embedder/a/file")).hasContent("over tcp");
            agent.close();
        }
    }

    @Test
    void aConnectionThatBreaksIsNotTakenForTheEndOfTheStep() throws Exception {
        agent.close();
        try (EngineRelay relay = EngineRelay.overTcp()) {
            agent = start(AgentConfig.OnClose.CANCEL, Map.of("host", relay.address()));
            JobHandle job = agent.submit(job("a").run("echo up; sleep 600").build());
            awaitLine("up");

            relay.cut();

            assertThat(job.await().conclusion()).as(log(job)).isEqualTo(Conclusion.LOST);
            assertThat(job.await().failure().orElseThrow().message()).contains("connection to the host broke off");
            agent.close();
        }
    }
}
