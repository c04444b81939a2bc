package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.WorkloadHandle;
import org.junit.jupiter.api.Test;

/** Workloads that are deleted, and nothing of them that is seen afterwards. */
class DeletionTest extends ContainerScenario {
    private static final int TIMES = 10;

    @Test
    void whatIsGoneIsNowhere() throws InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            running(ApplyWorkload.of("web", SPEC));
            WorkloadHandle web = agent.workload(WEB).orElseThrow();

            web.delete(false);

            assertThat(web.awaitGone(LONG)).isTrue();
            assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
            assertThat(web.awaitGone(LONG)).as("still").isTrue();
            assertThat(agent.workload(WEB)).isEmpty();
            assertThat(containers()).isEmpty();
        }
    }
}
