package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent that keeps containers on the real engine, and the look at what it leaves. Confined to one thread. */
abstract class ContainerScenario {
    static final Duration LONG = Duration.ofSeconds(60);
    static final WorkloadKey WEB = key("web");

    /** Without network, and killed at once, which is faster. */
    static final ContainerSpec SPEC = ContainerSpec.builder(DockerHost.IMAGE)
            .command("sleep", "1000")
            .network(NetworkMode.NONE)
            .stopGrace(Duration.ZERO)
            .build();

    @TempDir
    Path directory;

    DockerHost docker;
    Agent agent;
    private String agentId;

    @BeforeEach
    final void open() {
        docker = DockerHost.require();
        agentId = MortalAgent.agentId(data());
        start();
    }

    @AfterEach
    final void leave() throws InterruptedException {
        try {
            leave(agent, data());
        } finally {
            docker.close();
            leaveHost();
        }
    }

    /** Gives back what a test needed of the host; called after everything else. */
    void leaveHost() {}

    void start() {
        agent = Agent.start(config(data()).build());
    }

    Path data() {
        return directory.resolve("data");
    }

    AgentConfig.Builder config(Path data) {
        return AgentConfig.builder(data).provider("containers", Map.of("pull", "never"));
    }

    /** Deletes all that an agent keeps, closes it, and looks whether anything is left on the host. */
    final void leave(Agent leaving, Path data) throws InterruptedException {
        try {
            for (Workload left : leaving.workloads(Owner.EMBEDDER)) {
                WorkloadHandle handle = leaving.workload(left.key()).orElseThrow();
                handle.delete(true);
                assertThat(handle.awaitGone(LONG)).as("gone: %s", left).isTrue();
            }
        } finally {
            leaving.close();
            assertThat(removed(MortalAgent.agentId(data)))
                    .as("what was left on the host")
                    .isEmpty();
        }
    }

    /** Removes what an agent has left, which is a defect, but none of the next test's. */
    private List<String> removed(String agent) {
        List<String> left = containersOf(agent);
        left.forEach(
                id -> docker.client().removeContainerCmd(id).withForce(true).exec());
        List<String> volumes = docker.volumes("dev.hostler.agent=" + agent);
        volumes.forEach(name -> docker.client().removeVolumeCmd(name).exec());
        return left.isEmpty() ? volumes : left;
    }

    /** Returns the containers of the agent under test, running or not. */
    final List<String> containers() {
        return containersOf(agentId);
    }

    /** Returns what all containers of the agent under test carry. */
    final String agentId() {
        return agentId;
    }

    private List<String> containersOf(String agent) {
        return docker.containers("dev.hostler.agent", agent).stream()
                .map(Container::getId)
                .toList();
    }

    static WorkloadKey key(String id) {
        return new WorkloadKey(Owner.EMBEDDER, new WorkloadId(id));
    }

    final Workload settled(ContainerSpec spec) throws InterruptedException {
        return settled(ApplyWorkload.of("web", spec));
    }

    final Workload settled(ApplyWorkload wish) throws InterruptedException {
        return agent.apply(wish).handle().awaitSettled(LONG);
    }

    /** Applies what will run, and returns its container once it does. */
    final String running(ApplyWorkload wish) throws InterruptedException {
        Workload settled = settled(wish);
        assertThat(settled.status().phase()).as("%s", settled.status()).isEqualTo(WorkloadPhase.RUNNING);
        return container(settled);
    }

    final Workload now(WorkloadKey key) {
        return agent.workload(key).orElseThrow().workload();
    }

    final void awaitPhase(WorkloadKey key, WorkloadPhase phase) {
        await().atMost(LONG)
                .until(
                        () -> agent.workload(key)
                                .map(handle -> handle.workload().status().phase()),
                        Optional.of(phase)::equals);
    }

    /** Returns the short form of the id of a workload's container. */
    static String container(Workload workload) {
        String id = workload.status().details().get("container.id");
        assertThat(id).as("container of %s", workload.status()).isNotNull();
        return id;
    }

    final InspectContainerResponse inspect(String container) {
        return docker.client().inspectContainerCmd(container).exec();
    }

    final String startedAt(String container) {
        return inspect(container).getState().getStartedAt();
    }

    /** Asserts that a call is refused, and names what is wrong, and what to do. */
    static void assertRefused(ErrorCode code, String named, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.code()).as("%s", e).isEqualTo(code))
                .hasMessageMatching("(?s)Cannot .+ '.*': .+; .+")
                .hasMessageContaining(named);
    }
}
