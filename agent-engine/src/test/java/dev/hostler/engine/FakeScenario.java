package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.QUARANTINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent that keeps workloads on a host in memory. Confined to one thread. */
abstract class FakeScenario {
    static final Duration LONG = Duration.ofSeconds(20);
    static final WorkloadKey WEB = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));
    static final ContainerSpec SPEC = ContainerSpec.builder("a").port(80, 80).build();

    @TempDir
    Path data;

    final FakeHost host = new FakeHost();
    Agent agent;

    @BeforeEach
    final void start() {
        agent = Agent.start(TestAgent.config(data, new FakeExecutor())
                .runtime(FakeRuntime.provider(host))
                .workloadKind(FakeRuntime.kind())
                .build());
    }

    @AfterEach
    final void close() {
        agent.close();
    }

    final void restartWithoutItsStore() throws IOException {
        agent.close();
        for (String name : List.of("state.db", "state.db-wal", "state.db-shm")) {
            Files.deleteIfExists(data.resolve(name));
        }
        start();
        await().atMost(LONG).until(() -> agent.workload(WEB).isPresent());
        awaitPhase(QUARANTINED);
    }

    final Workload settled(ApplyWorkload wish) throws InterruptedException {
        return agent.apply(wish).handle().awaitSettled(LONG);
    }

    static ApplyWorkload web(ContainerSpec spec) {
        return ApplyWorkload.of("web", spec);
    }

    static ContainerSpec other() {
        return SPEC.toBuilder().image("b").build();
    }

    final Instance only() {
        List<Instance> there = host.of(WEB);
        assertThat(there).hasSize(1);
        return there.get(0);
    }

    final Workload now() {
        return agent.workload(WEB).orElseThrow().workload();
    }

    final void awaitPhase(WorkloadPhase phase) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(now().status().phase()).isEqualTo(phase));
    }

    final void assertRefused(ErrorCode code, String field, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(field);
        assertThat(host.all()).isEmpty();
    }
}
