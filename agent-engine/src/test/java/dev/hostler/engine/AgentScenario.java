package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import dev.hostler.testkit.FakeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent on the fake executor, and the look at what it leaves. */
abstract class AgentScenario {
    @TempDir
    Path directory;

    TestAgent agent;

    @BeforeEach
    void start() {
        agent = TestAgent.start(data());
    }

    @AfterEach
    void nothingIsLeftOnceTheAgentIsClosed() throws IOException {
        agent.close();
        try (Stream<Path> left = Files.list(data().resolve("sandboxes"))) {
            assertThat(left).as("directories of sandboxes").isEmpty();
        }
        assertThat(agent.executor().sandboxes()).as("sandboxes").isEmpty();
    }

    void restart(UnaryOperator<AgentConfig.Builder> settings) {
        agent.close();
        FakeExecutor executor = agent.executor();
        agent = TestAgent.start(settings.apply(TestAgent.config(data(), executor)), executor);
    }

    Path data() {
        return directory.resolve("data");
    }

    static JobKey key(String id) {
        return new JobKey(Owner.EMBEDDER, new dev.hostler.api.job.JobId(id));
    }

    static StepSpec.Builder step(String name, String script) {
        return StepSpec.builder(name, new StepCommand.Script(script, Optional.empty()));
    }

    static void awaitLine(JobHandle job, String text) {
        Awaitility.await().until(() -> {
            try (var lines = job.log(0)) {
                for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (line.get().text().equals(text)) {
                        return true;
                    }
                }
                return false;
            }
        });
    }
}
