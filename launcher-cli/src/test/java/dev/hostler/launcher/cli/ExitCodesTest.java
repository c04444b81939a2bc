package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Conclusion;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest {
    @TempDir
    private Path home;

    @Test
    void everyErrorCodeHasItsExitCode() {
        Map<Integer, String> codes = Arrays.stream(ErrorCode.values())
                .collect(Collectors.groupingBy(
                        code -> ExitCodes.of(code).code(),
                        TreeMap::new,
                        Collectors.mapping(ErrorCode::name, Collectors.joining(" "))));

        assertThat(codes)
                .isEqualTo(Map.of(
                        1,
                                "STEP_FAILED OUTPUT_LIMIT MEMORY_LIMIT WORKSPACE_LIMIT SANDBOX_TAMPERED"
                                        + " EXITED UNHEALTHY",
                        2, "INVALID_INPUT CONFLICT NOT_FOUND POLICY_DENIED",
                        3,
                                "IMAGE_NOT_FOUND IMAGE_DENIED NO_CAPACITY PORT_IN_USE IMAGE_UNAVAILABLE"
                                        + " SOURCE_UNAVAILABLE RUNTIME_UNAVAILABLE STATE_UNAVAILABLE NOT_ACCEPTING",
                        4, "SANDBOX_LOST",
                        70, "INTERNAL",
                        124, "TIMEOUT",
                        130, "CANCELLED"));
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED,    STEP_FAILED,       1",
        "FAILED,    POLICY_DENIED,     2",
        "FAILED,    IMAGE_UNAVAILABLE, 3",
        "FAILED,    IMAGE_NOT_FOUND,   3",
        "FAILED,    IMAGE_DENIED,      3",
        "FAILED,    INTERNAL,          70",
        "LOST,      SANDBOX_LOST,      4",
        "LOST,      RUNTIME_UNAVAILABLE, 4",
        "TIMED_OUT, TIMEOUT,           124",
        "CANCELLED, CANCELLED,         130",
    })
    void aResultHasItsExitCode(Conclusion conclusion, ErrorCode code, int exitCode) {
        Terminal terminal = new Terminal(home).job(FakeAgent.ending(Results.ended(conclusion, code)));

        assertThat(terminal.run("run", "hello.yaml")).isEqualTo(exitCode);
    }

    @Test
    void aRefusedJobHasTheExitCodeOfItsFailure() {
        Failure failure = new Failure(ErrorCode.SOURCE_UNAVAILABLE, "Cannot fetch source 'x': gone; check it");
        Terminal terminal = new Terminal(home).job(FakeAgent.refusing(failure.toException()));

        assertThat(terminal.run("run", "hello.yaml")).isEqualTo(3);
        assertThat(terminal.err()).isEqualTo("Cannot fetch source 'x': gone; check it\n");
        assertThat(terminal.agent().closed()).isTrue();
        assertThat(terminal.dataDirectory()).doesNotExist();
    }

    @Test
    void aDefectIsToldInOneLineWithWhatToDo() {
        Terminal terminal = new Terminal(home).job(new FakeJob(java.util.List.of(), cancelled -> {
            throw new IllegalStateException("no such state");
        }));

        assertThat(terminal.run("run", "hello.yaml")).isEqualTo(70);
        assertThat(terminal.err())
                .contains("no such state")
                .contains("--stacktrace")
                .hasLineCount(1);
        assertThat(terminal.dataDirectory()).doesNotExist();
    }

    @Test
    void aMissingClassIsADefectToo() {
        Terminal terminal = new Terminal(home).job(new FakeJob(java.util.List.of(), cancelled -> {
            throw new NoClassDefFoundError("org/sqlite/JDBC");
        }));

        assertThat(terminal.run("run", "hello.yaml")).isEqualTo(70);
        assertThat(terminal.err()).contains("org/sqlite/JDBC").hasLineCount(1);
    }
}
