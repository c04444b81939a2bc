package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.engine.testing.DockerHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine that an agent shares with another agent, and with whoever else uses it. */
class NeighboursTest extends ContainerScenario {
    private static final ApplyWorkload WISH = ApplyWorkload.of("web", SPEC).revision("1");

    private Agent neighbour;

    @BeforeEach
    void startNeighbour() {
        neighbour = Agent.start(config(directory.resolve("other")).build());
    }

    @AfterEach
    void leaveNeighbour() throws InterruptedException {
        leave(neighbour, directory.resolve("other"));
    }

    private String neighboursContainer() throws InterruptedException {
        Workload theirs = neighbour.apply(WISH).handle().awaitSettled(LONG);
        assertThat(theirs.status().phase()).as("%s", theirs.status()).isEqualTo(RUNNING);
        return container(theirs);
    }

    @Test
    void twoAgentsWithTheSameIdsHaveEachTheirOwn() throws Exception {
        String theirs = neighboursContainer();
        String started = startedAt(theirs);
        String ours = running(WISH);
        assertThat(ours).isNotEqualTo(theirs);
        assertThat(inspect(ours).getName()).isNotEqualTo(inspect(theirs).getName());
        assertThat(agent.workloads(Owner.EMBEDDER)).hasSize(1);
        assertThat(neighbour.workloads(Owner.EMBEDDER)).hasSize(1);

        docker.client().killContainerCmd(ours).exec();
        await().atMost(LONG).until(() -> agent.actions(Owner.EMBEDDER).size() == 2);
        awaitPhase(WEB, RUNNING);
        WorkloadHandle web = agent.workload(WEB).orElseThrow();
        web.delete(true);

        assertThat(web.awaitGone(LONG)).isTrue();
        assertThat(containers()).isEmpty();
        assertThat(startedAt(theirs)).isEqualTo(started);
        assertThat(neighbour.actions(Owner.EMBEDDER)).hasSize(1);
    }

    @Test
    void anAgentThatStartsAdoptsNothingOfAnother() throws Exception {
        String theirs = neighboursContainer();
        agent.close();

        start();

        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        String ours = running(WISH);
        assertThat(ours).isNotEqualTo(theirs);
        assertThat(agent.workloads(Owner.EMBEDDER))
                .extracting(ContainerScenario::container)
                .containsExactly(ours);
    }

    @Test
    void aNameThatBothWantStaysWithTheFirst() throws Exception {
        String name = "hostler-test-" + agentId();
        ApplyWorkload named =
                ApplyWorkload.of("web", SPEC.toBuilder().containerName(name).build());
        Workload theirs = neighbour.apply(named).handle().awaitSettled(LONG);
        assertThat(theirs.status().phase()).as("%s", theirs.status()).isEqualTo(RUNNING);

        assertRefused(ErrorCode.CONFLICT, name, () -> agent.apply(named));

        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        assertThat(inspect(name).getId()).startsWith(container(theirs));
    }

    @Test
    void aStrangersContainerWithOurNameIsLeftAlone() throws Exception {
        String name = "hostler-" + agentId() + "-embedder-web";
        String strangers = strangersContainer(name);
        try {
            assertRefused(ErrorCode.CONFLICT, name, () -> agent.apply(WISH));
            assertRefused(ErrorCode.CONFLICT, "rename or remove that container", () -> agent.apply(WISH));

            assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
            assertThat(containers()).isEmpty();
            assertThat(inspect(strangers).getState().getRunning()).isTrue();
        } finally {
            docker.client().removeContainerCmd(strangers).withForce(true).exec();
        }
        running(WISH);
    }

    @Test
    void aStrangersContainerThatComesLaterIsLeftAloneAndTheStatusSaysSo() throws Exception {
        String first = running(WISH);
        String name = inspect(first).getName().substring(1);
        agent.close();
        docker.client().removeContainerCmd(first).withForce(true).exec();
        String strangers = strangersContainer(name);
        try {
            start();

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(now(WEB).status().failure()).hasValueSatisfying(failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT);
                        assertThat(failure.message()).contains(name).contains("rename or remove");
                    }));
            assertThat(inspect(strangers).getState().getRunning()).isTrue();
            assertThat(containers()).isEmpty();
        } finally {
            docker.client().removeContainerCmd(strangers).withForce(true).exec();
        }
        awaitPhase(WEB, RUNNING);
    }

    private String strangersContainer(String name) {
        String id = docker.client()
                .createContainerCmd(DockerHost.IMAGE)
                .withName(name)
                .withCmd("sleep", "1000")
                .exec()
                .getId();
        docker.client().startContainerCmd(id).exec();
        return id;
    }
}
