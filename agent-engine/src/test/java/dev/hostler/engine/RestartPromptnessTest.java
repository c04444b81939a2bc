package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.WorkloadAction;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How soon an agent sees that somebody has ended a container behind its back. */
class RestartPromptnessTest extends ContainerScenario {
    private static final int ACTS = 21;

    /** What is promised is a second, on a machine with nothing else to do. Looks without cause are 30 s apart. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** An act behind the agent's back. */
    private enum Act {
        KILL,
        STOP,
        REMOVE
    }

    @Test
    void beginsToRestartAtOnceAndNotWithTheNextLook() throws InterruptedException {
        for (int i = 0; i < ACTS; i++) {
            running(ApplyWorkload.of("w" + i, SPEC));
        }
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < ACTS; i++) {
            waits.add(restarted(key("w" + i), Act.values()[i % Act.values().length]));
        }

        List<Duration> sorted = waits.stream().sorted().toList();
        print(
                "from the act to the begin of the restart, %d acts: median %d ms, p95 %d ms, longest %d ms",
                ACTS,
                sorted.get(ACTS / 2).toMillis(),
                sorted.get((int) Math.ceil(0.95 * ACTS) - 1).toMillis(),
                sorted.get(ACTS - 1).toMillis());
        assertThat(sorted).allSatisfy(wait -> assertThat(wait).isLessThan(BOUND));
    }

    /** Returns how long after the act's own end the agent began to restart; zero if it was faster. */
    private Duration restarted(WorkloadKey key, Act act) {
        String container = container(now(key));
        carryOut(act, container);
        Instant done = Instant.now();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(LONG)
                .until(() -> begun(key).isPresent());
        awaitPhase(key, RUNNING);
        assertThat(container(now(key)).equals(container)).isEqualTo(act != Act.REMOVE);
        Duration wait = Duration.between(done, begun(key).orElseThrow());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void carryOut(Act act, String container) {
        switch (act) {
            case KILL -> docker.client().killContainerCmd(container).exec();
            case STOP ->
                docker.client().stopContainerCmd(container).withTimeout(0).exec();
            case REMOVE ->
                docker.client().removeContainerCmd(container).withForce(true).exec();
        }
    }

    private Optional<Instant> begun(WorkloadKey key) {
        return agent.workload(key).orElseThrow().history().stream()
                .filter(action -> action.kind() == WorkloadAction.Kind.RESTORE)
                .findFirst()
                .flatMap(WorkloadAction::startedAt);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
