package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopSignalTest {
    @TempDir
    private Path home;

    private Path data;

    @BeforeEach
    void prepare() throws Exception {
        data = home.resolve("data");
        Files.writeString(home.resolve("hello.yaml"), "steps: [{run: sleep 600}]");
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143", "HUP,129"})
    void aSignalCancelsTheJobAndLeavesNothing(String signal, int exitCode) throws Exception {
        try (Child child = Child.start(home, data, "waiting", "run", "hello.yaml")) {
            assertThat(child.readLine()).isEqualTo("first");
            assertThat(data).exists();
            child.signal(signal);

            assertThat(child.readRest())
                    .containsExactly("last words", "The job was cancelled after 1.5 s, isolation process.");
            assertThat(child.exitCode()).isEqualTo(exitCode);
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aSignalLeavesAWholeJsonObject() throws Exception {
        try (Child child = Child.start(home, data, "waiting", "run", "hello.yaml", "--output", "json")) {
            await().until(() -> Files.readString(home.resolve("stderr")).contains("first"));
            child.signal("INT");

            assertThat(new ObjectMapper()
                            .readTree(child.readLine())
                            .get("conclusion")
                            .asText())
                    .isEqualTo("CANCELLED");
            assertThat(child.exitCode()).isEqualTo(130);
        }
    }

    @Test
    void aReaderThatGoesAwayEndsTheJob() throws Exception {
        List<String> shell = List.of("sh", "-c", "{ \"$@\"; echo $? > code; } | head -1", "sh");
        try (Child child = Child.start(home, data, shell, "chatty", "run", "hello.yaml")) {
            assertThat(child.readRest()).containsExactly("first");
            assertThat(child.exitCode()).isZero();

            assertThat(home.resolve("code")).hasContent("130");
            assertThat(Files.readString(home.resolve("stderr"))).contains("Nobody reads the output any more");
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aSignalBeforeTheJobIsPassedOnToIt() {
        Cancellation cancellation = new Cancellation();
        FakeJob job = FakeAgent.ending(Results.succeeded());
        cancellation.cancel();
        cancellation.onRequest(job::cancel);

        assertThat(job.cancelled()).isTrue();
    }

    @Test
    void aSignalBeforeTheJobRefusesIt() {
        Terminal terminal = new Terminal(home);
        Invocation interrupted = terminal.invocation();
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        Rendering rendering = OutputFormat.text.rendering(interrupted);
        RunSession session = new RunSession(new RunOptions(), interrupted, new JobOutput(rendering, cancellation));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> session.run(
                        dev.hostler.api.job.JobSpec.builder("job").run("true").build()))
                .hasMessageContaining("interrupted");
        assertThat(terminal.agent().closed()).isTrue();
        assertThat(data).doesNotExist();
    }
}
