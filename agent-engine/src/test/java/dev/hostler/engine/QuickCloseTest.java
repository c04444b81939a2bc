package dev.hostler.engine;

import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is closed while it connects to its runtimes leaves no thread behind. */
class QuickCloseTest {
    @RepeatedTest(10)
    void leavesNoStreamOpen(@TempDir Path data) {
        try (Agent agent = Agent.start(AgentConfig.builder(data).build())) {
            agent.workloads(Owner.EMBEDDER);
        }

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("docker")));
    }
}
