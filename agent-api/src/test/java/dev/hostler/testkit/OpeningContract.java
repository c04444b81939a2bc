package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every executor promises of an opening that does not come to its end. Confined to one thread. */
public abstract class OpeningContract extends SandboxFixture {
    private static final int MOMENTS = 12;

    @Test
    void anOpenThatFailsLeavesNothing() {
        SandboxSpec broken = broken(spec(newBench()));

        assertThatThrownBy(() -> executor.open(broken, notices::add, CancellationToken.NONE))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.code())
                                .isIn(
                                        ErrorCode.IMAGE_NOT_FOUND,
                                        ErrorCode.IMAGE_DENIED,
                                        ErrorCode.IMAGE_UNAVAILABLE,
                                        ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageMatching("(?s)Cannot .+ '.+': .+; .+");

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void aServiceThatCannotBeHadIsRefusedAndLeavesNothing() {
        SandboxSpec plain = spec(newBench());
        SandboxSpec spec = new SandboxSpec(
                plain.id(),
                plain.directories(),
                plain.entry(),
                plain.image(),
                plain.limits(),
                plain.network(),
                List.of(ServiceSpec.builder("db", "hostler-test/none:1").build()));
        boolean capable = executor.capabilities().contains(SandboxCapability.SERVICES);

        assertThatThrownBy(() -> executor.open(spec, notices::add, CancellationToken.NONE))
                .isInstanceOf(AgentException.class)
                .hasMessageMatching("Cannot .+ '.+': .+; .+")
                .hasMessageContaining(capable ? "hostler-test/none:1" : "services");

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void aCancelledOpenLeavesNothing() {
        TestCancellation token = new TestCancellation();
        token.cancel();
        SandboxSpec spec = spec(newBench());

        assertThatThrownBy(() -> executor.open(spec, notices::add, token)).isInstanceOf(InterruptedException.class);

        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void anOpenThatIsInterruptedAtAnyMomentLeavesNothing() throws Exception {
        for (long delay = 0; delay < openTime().toMillis(); delay += openTime().toMillis() / MOMENTS) {
            SandboxSpec spec = spec(newBench());
            CompletableFuture<Optional<Sandbox>> outcome = new CompletableFuture<>();
            Thread opener = new Thread(() -> openInterruptibly(spec, outcome));
            opener.start();
            // The moment is the point here; no condition to wait for.
            TimeUnit.MILLISECONDS.sleep(delay);
            opener.interrupt();
            outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS).ifPresent(Sandbox::destroy);
            assertThat(executor.sandboxes()).as("after %d ms", delay).isEmpty();
        }
    }

    private void openInterruptibly(SandboxSpec spec, CompletableFuture<Optional<Sandbox>> outcome) {
        try {
            outcome.complete(Optional.of(executor.open(spec, line -> {}, CancellationToken.NONE)));
        } catch (InterruptedException e) {
            outcome.complete(Optional.empty());
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }
}
