package dev.hostler.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeProgram;
import dev.hostler.testkit.FakeRuntime;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The fake keeps what every runtime promises. */
class FakeRuntimeTest extends WorkloadRuntimeContract {
    private static final String MISSING = "missing";

    private final FakeHost host = new FakeHost();

    @Override
    protected WorkloadRuntime createRuntime(String agentId, Map<String, String> settings) {
        host.missing(MISSING, true);
        return new FakeRuntime(host, agentId);
    }

    private static ContainerSpec.Builder running(FakeProgram program) {
        return ContainerSpec.builder("image").command(program.command());
    }

    @Override
    protected WorkloadSpec forever() {
        return ContainerSpec.builder("image").build();
    }

    @Override
    protected WorkloadSpec foreverOtherwise() {
        return ContainerSpec.builder("image").env("OTHERWISE", "1").build();
    }

    @Override
    protected WorkloadSpec exiting(int code) {
        return running(FakeProgram.exit(code)).build();
    }

    @Override
    protected WorkloadSpec stubborn() {
        return running(FakeProgram.stubborn()).build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return ContainerSpec.builder(MISSING).build();
    }

    @Override
    protected WorkloadSpec printing(int lines, String error) {
        return running(FakeProgram.print(lines, error)).build();
    }

    @Override
    protected WorkloadSpec ticking() {
        return running(FakeProgram.tick()).build();
    }

    @Override
    protected List<String> program(int code) {
        throw new AssertionError("runs no programs beside those of an instance");
    }

    @Override
    protected List<String> endlessProgram() {
        throw new AssertionError("runs no programs beside those of an instance");
    }

    @Override
    protected void killBehind(InstanceHandle instance) {
        host.kill(instance, 137);
    }

    @Override
    protected void removeBehind(InstanceHandle instance) {
        host.removeBehindTheBack(instance);
    }

    @Override
    protected List<String> leftovers(String agentId) {
        return host.all(agentId).stream().map(Instance::toString).toList();
    }

    @Test
    void cannotBeAskedWhileATestSaysSo() throws InterruptedException {
        InstanceHandle handle = start(forever());

        host.reachable(false);

        assertRefused(ErrorCode.RUNTIME_UNAVAILABLE, () -> runtime.observeAll());
        assertRefused(ErrorCode.RUNTIME_UNAVAILABLE, () -> runtime.destroy(handle));
        assertRefused(ErrorCode.RUNTIME_UNAVAILABLE, () -> create(forever()));
        host.reachable(true);
        assertThat(see(handle).state()).isEqualTo(Instance.State.RUNNING);
    }

    @Test
    void refusesAPortThatIsInUse() throws InterruptedException {
        start(ContainerSpec.builder("image").port(80, 80).build());
        InstanceHandle second =
                create(ContainerSpec.builder("image").port(80, 8080).build());

        assertRefused(ErrorCode.PORT_IN_USE, () -> runtime.start(second));

        assertThat(see(second).state()).isEqualTo(Instance.State.CREATED);
    }

    @Test
    void hasToldAllOnlyOnceItsWatcherHasDoneWhatItDoes() throws InterruptedException {
        CountDownLatch work = new CountDownLatch(1);
        runtime.watch(() -> awaitOrEnd(work));

        create(forever());

        assertThat(host.hasToldAll()).isFalse();
        work.countDown();
        assertThat(host.awaitToldAll(LIMIT)).isTrue();
    }

    private static void awaitOrEnd(CountDownLatch work) {
        try {
            work.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
