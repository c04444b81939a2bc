package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.EngineRelay;
import dev.hostler.engine.testing.HastyScheduler;
import dev.hostler.engine.testing.StoreFiles;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What workloads cost that are as wanted: looks at all of them at once, some time apart, and nothing else. */
class IdleCostTest extends ContainerScenario {
    /** Looks without cause are 3 s apart on a hasty machine. */
    private static final Duration TWO_LOOKS = Duration.ofSeconds(7);

    private final SystemScheduler scheduler = SystemScheduler.create();
    private EngineRelay relay;

    @Override
    AgentConfig.Builder config(Path data) {
        try {
            relay = EngineRelay.at(directory.resolve("s"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return AgentConfig.builder(data)
                .scheduler(new HastyScheduler(scheduler))
                .provider("containers", Map.of("pull", "never", "host", relay.address()));
    }

    @Override
    void leaveHost() {
        relay.close();
        scheduler.close();
    }

    @Test
    void doesNotDependOnHowManyThereAre() throws Exception {
        List<String> ofThree = idleRequests(3);
        List<String> ofTwenty = idleRequests(20);

        System.out.printf(
                "calls of an idle agent: %d with 3 containers, %d with 20%n", ofThree.size(), ofTwenty.size());
        for (List<String> requests : List.of(ofThree, ofTwenty)) {
            assertThat(requests).hasSizeBetween(2, 3).allMatch(request -> request.contains("/containers/json?"));
        }
    }

    /** Returns what an agent with so many containers asks the engine while nothing happens. */
    private List<String> idleRequests(int count) throws Exception {
        List<WorkloadHandle> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(agent.apply(ApplyWorkload.of("w" + i, SPEC)).handle());
        }
        for (WorkloadHandle one : all) {
            assertThat(one.awaitSettled(LONG).status().phase()).isEqualTo(WorkloadPhase.RUNNING);
        }
        awaitQuiet();
        Map<String, String> stored = StoreFiles.of(data());
        int before = relay.requests().size();
        await().pollDelay(TWO_LOOKS).atMost(LONG).until(() -> relay.requests().size() >= before + 2);
        List<String> requests =
                relay.requests().subList(before, relay.requests().size());
        assertThat(StoreFiles.of(data())).as("what is stored").isEqualTo(stored);
        assertThat(agent.workloads(Owner.EMBEDDER)).hasSize(count);
        return requests;
    }

    /** The last look of the beginning is over once a look without cause has come. */
    private void awaitQuiet() {
        int before = relay.requests().size();
        await().atMost(LONG).until(() -> relay.requests().size() > before);
    }
}
