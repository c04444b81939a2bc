package dev.hostler.api.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.SandboxContract;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The fake keeps what every executor promises, but for the isolation. */
class FakeExecutorTest extends SandboxContract {
    private final FakeExecutor fake = new FakeExecutor();

    @Override
    protected JobExecutor createExecutor() {
        return fake;
    }

    @Override
    protected SandboxSpec broken(SandboxSpec spec) {
        SandboxSpec.Directories paths = spec.directories();
        SandboxSpec.Directories gone = new SandboxSpec.Directories(
                Path.of("/nowhere"), paths.home(), paths.input(), paths.output(), paths.scratch());
        return new SandboxSpec(spec.id(), gone, spec.entry(), spec.image(), spec.limits(), spec.network());
    }

    @Test
    void isNotThereWhenATestSaysSo() {
        fake.makeUnavailable("switched off");
        assertThat(fake.fingerprint().available()).isFalse();
        assertThatThrownBy(() -> open(newBench())).hasMessageContaining("switched off");
        fake.makeAvailable();
        open(newBench());
    }

    @Test
    void failsToOpenInTheWayATestWants() {
        fake.failOpen(Failure.cannot(ErrorCode.IMAGE_UNAVAILABLE, "pull image", "x", "no such image", "name another"));
        assertThatThrownBy(() -> open(newBench())).hasMessageContaining("no such image");
    }

    @Test
    void endsEverySandboxAsAHostThatDiesWould() {
        Sandbox sandbox = open(newBench());
        fake.endAll();
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Ended(OptionalInt.of(137), false));
    }
}
