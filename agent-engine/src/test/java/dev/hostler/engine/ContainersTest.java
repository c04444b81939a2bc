package dev.hostler.engine;

import static dev.hostler.api.workload.WorkloadPhase.FAILED;
import static dev.hostler.api.workload.WorkloadPhase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wishes for containers, kept true by a whole agent on a real engine. */
class ContainersTest extends ContainerScenario {
    private static final ContainerSpec FIRST =
            SPEC.toBuilder().env("TOKEN", "one").build();

    private Workload now() {
        return now(WEB);
    }

    private static void docker(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "docker";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void isMadeOnceAndSkippedAfterwards() throws Exception {
        Workload web = settled(FIRST);

        assertThat(web.status().phase()).as(web.status().message()).isEqualTo(RUNNING);
        assertThat(agent.apply(ApplyWorkload.of("web", FIRST)).skipped()).isTrue();
        assertThat(container(now())).isEqualTo(container(web));
    }

    @Test
    void isBackAfterAKillAStopAndARemovalBehindItsBack() throws Exception {
        String first = container(settled(FIRST));

        for (List<String> act : List.of(List.of("kill", first), List.of("stop", "-t", "0", first))) {
            long before = agent.actions(Owner.EMBEDDER).size();
            docker(act.toArray(String[]::new));
            await().atMost(LONG).until(() -> agent.actions(Owner.EMBEDDER).size() > before);
            await().atMost(LONG).until(() -> now().status().phase() == RUNNING);
            assertThat(container(now())).isEqualTo(first);
        }
        docker("rm", "-f", first);
        await().atMost(LONG)
                .until(() ->
                        now().status().phase() == RUNNING && !container(now()).equals(first));
    }

    @Test
    void isReplacedByANewRevisionAndKeptWhenThatHasNoImage() throws Exception {
        String first = container(settled(FIRST));

        Workload second = settled(FIRST.toBuilder().env("TOKEN", "two").build());
        assertThat(second.status().phase()).as(second.status().message()).isEqualTo(RUNNING);
        assertThat(container(second)).isNotEqualTo(first);

        Workload third = settled(FIRST.toBuilder().image("hostler-test/none:1").build());
        assertThat(third.status().phase()).isEqualTo(FAILED);
        assertThat(third.status().failure().orElseThrow().message()).contains("hostler-test/none:1");
        assertThat(container(third)).isEqualTo(container(second));
    }

    @Test
    void outlivesItsAgent() throws Exception {
        String first = container(settled(FIRST));
        agent.close();
        docker("kill", first);

        start();

        await().atMost(LONG)
                .until(() -> agent.workload(WEB).isPresent() && now().status().phase() == RUNNING);
        assertThat(container(now())).isEqualTo(first);
    }

    @Test
    void mayNotSeeTheHostUnlessAnOperatorSaysSo() {
        ContainerSpec greedy = FIRST.toBuilder().volume("/etc", "/host").build();

        assertThatThrownBy(() -> settled(greedy))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED))
                .hasMessageContaining("/etc")
                .hasMessageContaining("policy.paths");
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
    }
}
