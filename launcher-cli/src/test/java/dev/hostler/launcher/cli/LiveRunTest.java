package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real command, agent and job on a real terminal. */
@Timeout(120)
class LiveRunTest {
    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path home;

    @BeforeEach
    void writePipeline() throws IOException {
        Files.writeString(home.resolve("p.yaml"), """
                steps:
                  - {name: greet, run: echo hello}
                  - {name: wait, run: 'sleep 1; echo done'}
                """);
    }

    private String run(Map<String, String> environment) throws IOException, InterruptedException {
        return PseudoTerminal.run(home, environment, "run", "p.yaml", "--isolation", "process");
    }

    @Test
    void aTerminalSeesTheStepThatRunsAndKeepsOnlyWhatStays() throws IOException, InterruptedException {
        String sent = run(Map.of("TERM", "xterm", "NO_COLOR", ""));

        assertThat(sent).contains("  running: wait, ");
        List<String> left = Screen.after(sent, 200);
        assertThat(left).contains("hello", "done").noneMatch(line -> line.contains("running:"));
        assertThat(left.subList(left.size() - 3, left.size()))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("  succeeded: greet, "),
                        line -> assertThat(line).startsWith("  succeeded: wait, 1."),
                        line -> assertThat(line).startsWith("The job succeeded after "));
    }

    @ParameterizedTest
    @CsvSource({"TERM,dumb", "NO_COLOR,1"})
    void whoAsksForLessGetsPlainLines(String variable, String value) throws IOException, InterruptedException {
        String sent = run(variable.equals("TERM") ? Map.of("TERM", value) : Map.of("TERM", "xterm", variable, value));

        assertThat(sent).doesNotContain(ESCAPE, "running:").contains("hello", "The job succeeded after ");
    }

    @Test
    void whatIsNoTerminalGetsPlainLines() {
        Terminal terminal = new Terminal(home).set("TERM", "xterm");

        assertThat(terminal.run("run", "hello.yaml")).isZero();
        assertThat(terminal.out()).doesNotContain(ESCAPE);
    }
}
