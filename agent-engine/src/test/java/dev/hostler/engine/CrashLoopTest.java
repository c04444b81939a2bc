package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.engine.testing.MemoryDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ends again and again, by a clock that the test moves. */
class CrashLoopTest {
    private static final WorkloadKey WEB = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));

    private final MemoryDirectory directory = new MemoryDirectory();
    private final FakeWorld world = new FakeWorld(directory.resolve("data"), UnaryOperator.identity());

    @AfterEach
    void close() {
        world.close();
        directory.close();
    }

    private void apply(RestartPolicy policy) throws InterruptedException {
        world.agent()
                .apply(ApplyWorkload.of(
                        "web", ContainerSpec.builder("a").restart(policy).build()));
        awaitPhase(WorkloadPhase.RUNNING);
    }

    private WorkloadStatus status() {
        return world.agent().workload(WEB).orElseThrow().workload().status();
    }

    private void awaitPhase(WorkloadPhase phase) throws InterruptedException {
        world.awaitRest(() -> status().phase() == phase ? Optional.empty() : Optional.of(status().message()));
    }

    private void crash() {
        Instance only = world.instances(WEB).get(0);
        assertThat(only.state()).isEqualTo(Instance.State.RUNNING);
        world.crash(only, 1);
    }

    /** Returns after how many seconds it runs again. */
    private double secondsToTheRestart() throws InterruptedException {
        int before = world.host().started();
        Duration from = world.time().sinceBoot();
        crash();
        world.awaitRest(
                () -> world.host().started() > before ? Optional.empty() : Optional.of("it is not started again"));
        return world.time().sinceBoot().minus(from).toMillis() / 1000.0;
    }

    private void assertGivesUp() throws InterruptedException {
        int before = world.host().started();
        crash();
        awaitPhase(WorkloadPhase.FAILED);
        world.pass(Duration.ofMinutes(30));
        assertThat(status().gaveUp()).isTrue();
        assertThat(world.host().started()).isEqualTo(before);
    }

    @Test
    void isStartedAgainLaterEachTimeUntilItIsGivenUp() throws InterruptedException {
        List<Integer> waits = List.of(1, 2, 4, 8, 16, 32, 60, 60);
        apply(RestartPolicy.onFailure(waits.size() + 1));

        assertThat(secondsToTheRestart()).as("the first time at once").isZero();
        for (int wait : waits) {
            assertThat(secondsToTheRestart()).isCloseTo(wait, within(0.2 * wait));
        }
        assertGivesUp();
    }

    @Test
    void isStartedAgainWithoutEndIfNoNumberIsGiven() throws InterruptedException {
        apply(RestartPolicy.always());

        for (int i = 0; i < 20; i++) {
            secondsToTheRestart();
        }

        assertThat(secondsToTheRestart()).isCloseTo(60, within(12.0));
        assertThat(status().restarts()).isEqualTo(21);
    }

    @Test
    void countsAnewAfterTenMinutesInWhichItIsWell() throws InterruptedException {
        apply(RestartPolicy.onFailure(3));
        for (int i = 0; i < 3; i++) {
            secondsToTheRestart();
        }

        world.pass(Duration.ofMinutes(11));

        assertThat(status().restarts()).isZero();
        assertThat(secondsToTheRestart()).isZero();
        assertThat(secondsToTheRestart()).isCloseTo(1, within(0.2));
        assertThat(secondsToTheRestart()).isCloseTo(2, within(0.4));
        assertGivesUp();
    }

    @Test
    void doesNotCountAnewAfterNineMinutes() throws InterruptedException {
        apply(RestartPolicy.onFailure(3));
        for (int i = 0; i < 3; i++) {
            secondsToTheRestart();
        }

        world.pass(Duration.ofMinutes(9));

        assertGivesUp();
    }

    @Test
    void theCountOutlivesTheAgent() throws InterruptedException {
        apply(RestartPolicy.onFailure(3));
        for (int i = 0; i < 3; i++) {
            secondsToTheRestart();
            world.restart(() -> {});
            awaitPhase(WorkloadPhase.RUNNING);
        }

        assertGivesUp();
    }
}
