package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an executor promises whose sandboxes take attached programs; others pass. Confined to one thread. */
public abstract class AttachedContract extends OpeningContract {
    @Test
    void anAttachedProgramGetsItsInputAndGivesItsOutputAndItsExitCode() throws InterruptedException {
        if (!(open(newBench()) instanceof AttachedSandbox sandbox)) {
            return;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        AttachedCommand command = new AttachedCommand(
                List.of("sh", "-c", "read -r line; echo \"$line\"; echo other >&2; id -u; exit 3"), "hello\n", true);

        try (AttachedProcess program = sandbox.start(command, output::writeBytes)) {
            await().atMost(LIMIT).until(program::isDrained);

            assertThat(program.state()).isEqualTo(new AttachedProcess.State.Exited(3));
            assertThat(output.toString(StandardCharsets.UTF_8).lines())
                    .containsExactlyInAnyOrder("hello", "other", "0");
        }
    }

    @Test
    void anAttachedProgramGoesOnWhenItIsLetGoOf() throws InterruptedException {
        SandboxBench bench = newBench();
        if (!(open(bench) instanceof AttachedSandbox sandbox)) {
            return;
        }
        List<String> words = List.of("sh", "-c", SandboxBench.heartbeat("beat"));
        AttachedProcess program = sandbox.start(new AttachedCommand(words, "", false), bytes -> {});
        bench.awaitHeartbeat("beat");

        program.close();
        program.close();

        assertThat(bench.beats("beat")).isTrue();
        assertThat(program.state()).isEqualTo(new AttachedProcess.State.Running());
    }

    @Test
    void aProgramThatIsNotThereHasExitedAndIsNoFailureOfTheHost() throws InterruptedException {
        if (!(open(newBench()) instanceof AttachedSandbox sandbox)) {
            return;
        }

        try (AttachedProcess program =
                sandbox.start(new AttachedCommand(List.of("no-such-program"), "", false), bytes -> {})) {
            await().atMost(LIMIT).until(() -> program.state() instanceof AttachedProcess.State.Exited);

            assertThat(program.state())
                    .isIn(new AttachedProcess.State.Exited(126), new AttachedProcess.State.Exited(127));
        }
    }

    @Test
    void whatWasDestroyedTakesNoProgramAndNoFile() {
        if (!(open(newBench()) instanceof AttachedSandbox sandbox)) {
            return;
        }
        sandbox.destroy();

        assertThatThrownBy(() -> sandbox.start(new AttachedCommand(List.of("true"), "", false), bytes -> {}))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
        assertThatThrownBy(() -> sandbox.copyOut("/", archive -> {}))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
    }
}
