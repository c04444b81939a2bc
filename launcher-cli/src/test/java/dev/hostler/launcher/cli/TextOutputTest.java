package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.Artifact;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextOutputTest {
    @TempDir
    private Path home;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(home);
    }

    @Test
    void showsTheOutputThenTheStepsThenTheVerdict() {
        terminal.job(FakeAgent.ending(Results.failedStep(), "hello", "\u001b[1mgrüße"));

        assertThat(terminal.run("run", "hello.yaml")).isEqualTo(1);
        assertThat(terminal.out().lines())
                .containsExactly(
                        "hello",
                        "\u001b[1mgrüße",
                        "  succeeded: greet, 12 ms",
                        "  failed: build, exit code 7, 1.3 s",
                        "  skipped: test",
                        "The job failed after 1.5 s, isolation process.");
        assertThat(terminal.err()).isEqualTo("Cannot finish step 'build': exit code 7; repair it\n");
    }

    @Test
    void saysThatArtifactsAreNotKept() {
        terminal.job(FakeAgent.ending(Results.succeededWith(new Artifact("app.jar", 3))));

        assertThat(terminal.run("run", "hello.yaml")).isZero();
        assertThat(terminal.err()).contains("1. They are not kept; add --artifacts DIR");
    }

    @Test
    void isSilentAboutArtifactsThatAreKept() {
        terminal.job(FakeAgent.ending(Results.succeededWith(new Artifact("app.jar", 3))));

        assertThat(terminal.run("run", "hello.yaml", "--artifacts", "out")).isZero();
        assertThat(terminal.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                | No command is given",
                "walk                              | a word that is no command",
                "run --isolatoin docker            | Unknown option --isolatoin, did you mean --isolation?",
                "run hello.yaml other.yaml         | an argument too many",
                "run --image                       | --image",
                "run hello.yaml --output xml       | xml",
                "run hello.yaml --log-level loud   | loud",
                "run hello.yaml --isolation a/b    | 'a/b'",
                "run hello.yaml --image=           | image",
            })
    void wrongArgumentsGetOneLineAndExitCodeTwo(String line, String cause) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");

        assertThat(terminal.run(args)).isEqualTo(2);
        assertThat(terminal.err()).contains(cause).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--help,--log-level", "run --help,--isolation", "--version,hostler ", "run --version,hostler "})
    void helpAndVersionAreNoErrors(String line, String shown) {
        assertThat(terminal.run(line.split(" "))).isZero();
        assertThat(terminal.out()).contains(shown);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertThat(terminal.run("--log-level", "debug", "run", "hello.yaml", "--stacktrace"))
                .isZero();
        assertThat(System.getProperty("hostler.logLevel")).isEqualTo("debug");
        assertThat(terminal.run("run", "hello.yaml", "--log-level=ERROR")).isZero();
        assertThat(System.getProperty("hostler.logLevel")).isEqualTo("error");
    }

    @Test
    void theStackTraceComesOnDemand() {
        assertThat(terminal.run("run", "missing.yaml", "--stacktrace")).isEqualTo(2);
        assertThat(terminal.err()).contains("\tat dev.hostler.launcher.cli");
    }
}
