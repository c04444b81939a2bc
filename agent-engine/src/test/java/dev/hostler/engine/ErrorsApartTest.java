package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import dev.hostler.api.spi.SecretResolver;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose standard error has a log of its own. */
class ErrorsApartTest extends AgentScenario {
    private static final String BOTH = "echo one; echo two >&2; echo three; echo four >&2; exit 7";

    /** Knows one secret. */
    private record OneSecret(String value) implements SecretResolver {
        @Override
        public String id() {
            return "one-secret";
        }

        @Override
        public Optional<String> resolve(String name) {
            return name.equals("TOKEN") ? Optional.of(value) : Optional.empty();
        }
    }

    private static List<String> lines(LogStream stream) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (stream) {
            for (Optional<LogLine> line = stream.next(); line.isPresent(); line = stream.next()) {
                lines.add(line.get().text());
            }
        }
        return lines;
    }

    private static List<String> output(JobHandle job) throws InterruptedException {
        return lines(job.log(0)).stream()
                .filter(line -> !line.startsWith("==> "))
                .toList();
    }

    @Test
    void eachStreamIsInItsOwnLog() throws Exception {
        JobHandle job = agent.submit(job("apart").errorsApart().run(BOTH));

        assertThat(job.await().exitCode()).hasValue(7);
        assertThat(output(job)).containsExactly("one", "three");
        assertThat(lines(job.errors(0))).containsExactly("two", "four");
        JobHandle stored = agent.agent().job(key("apart")).orElseThrow();
        assertThat(lines(stored.errors(4))).containsExactly("four");
        try (LogStream errors = stored.errors(0)) {
            assertThat(errors.size()).isEqualTo("two\nfour\n".length());
        }
    }

    @Test
    void aStepKnowsWhereItsOutputEnds() throws Exception {
        JobHandle job =
                agent.submit(job("ends").errorsApart().run("printf 12345").run(BOTH));

        JobResult result = job.await();

        StepResult first = result.steps().get(0);
        assertThat(first.logEnd().orElseThrow() - first.logOffset()).isEqualTo(5);
        StepResult second = result.steps().get(1);
        assertThat(second.logEnd().orElseThrow() - second.logOffset()).isEqualTo("one\nthree\n".length());
    }

    @Test
    void withoutTheWishThereIsOneLog() throws Exception {
        JobHandle job = agent.submit(job("together").run(BOTH));

        assertThatThrownBy(() -> job.errors(0))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        job.await();

        assertThat(output(job)).containsExactly("one", "two", "three", "four");
        assertThatThrownBy(
                        () -> agent.agent().job(key("together")).orElseThrow().errors(0))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void secretsAreMaskedInBoth() throws Exception {
        restart(config -> config.secretResolver(new OneSecret("s3cr3t-4711")));
        JobHandle job = agent.submit(job("masked")
                .errorsApart()
                .secret("TOKEN")
                .run("echo out $TOKEN; printf s3cr3t >&2; sleep 0.1; echo -4711 and on >&2"));

        job.await();

        assertThat(output(job)).containsExactly("out ***");
        assertThat(lines(job.errors(0))).containsExactly("*** and on");
    }

    @Test
    void theLimitOfAStepsOutputCountsBoth() throws Exception {
        restart(config -> config.provider("logs", Map.of("max-step-bytes", "1000000")));
        JobHandle job =
                agent.submit(job("limit").errorsApart().run("while :; do echo 1234567890; echo 1234567890 >&2; done"));

        assertThat(job.await().failure())
                .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(ErrorCode.OUTPUT_LIMIT));
    }

    @Test
    void bothStreamsGoOnOverARestart() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        JobHandle before = agent.submit(job("restarted")
                .errorsApart()
                .run("echo zero >&2")
                .run("echo early >&2; seq 1000000 >&2; echo up; until [ -e '" + go + "' ]; do sleep 0.02; done;"
                        + " echo late >&2; echo down"));
        awaitLine(before, "up");

        restart(config -> config);
        Files.createFile(go);

        JobHandle after = agent.agent().job(key("restarted")).orElseThrow();
        assertThat(after.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(output(after)).containsExactly("up", "down");
        List<String> errors = lines(after.errors(0));
        assertThat(errors)
                .hasSize(1_000_003)
                .startsWith("zero", "early", "1", "2")
                .endsWith("1000000", "late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "no"})
    void inAContainerWithFilesSharedOrNot(String sharedFiles) throws Exception {
        String image = DockerHost.requireBusybox();
        try (Agent docker = Agent.start(AgentConfig.builder(directory.resolve("docker"))
                .provider("docker", Map.of("shared-files", sharedFiles))
                .build())) {
            JobHandle job = docker.submit(JobSpec.builder("apart")
                    .isolation(Isolation.DOCKER)
                    .image(image)
                    .errorsApart()
                    .run(BOTH)
                    .build());

            assertThat(job.await().exitCode()).hasValue(7);
            assertThat(output(job)).containsExactly("one", "three");
            assertThat(lines(job.errors(0))).containsExactly("two", "four");
        }
    }
}
