package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.testkit.FakeExecutor;
import java.nio.file.Path;
import java.time.Duration;

/** An agent on the fake executor alone, in a directory that a test can start it on again. */
final class TestAgent implements AutoCloseable {
    static final Isolation FAKE = new Isolation("fake");

    private final Agent agent;
    private final FakeExecutor executor;

    private TestAgent(Agent agent, FakeExecutor executor) {
        this.agent = agent;
        this.executor = executor;
    }

    static AgentConfig.Builder config(Path data, FakeExecutor executor) {
        return AgentConfig.builder(data)
                .executor(executor)
                .disable("docker")
                .disable("process")
                .cancelGrace(Duration.ofSeconds(2))
                .onClose(AgentConfig.OnClose.CANCEL);
    }

    static TestAgent start(Path data) {
        FakeExecutor executor = new FakeExecutor();
        return start(config(data, executor), executor);
    }

    static TestAgent start(AgentConfig.Builder config, FakeExecutor executor) {
        return new TestAgent(Agent.start(config.build()), executor);
    }

    static JobSpec.Builder job(String id) {
        return JobSpec.builder(id).isolation(FAKE).timeout(Duration.ofMinutes(1));
    }

    Agent agent() {
        return agent;
    }

    FakeExecutor executor() {
        return executor;
    }

    JobHandle submit(JobSpec.Builder job) {
        return agent.submit(job.build());
    }

    static String log(JobHandle job) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        job.followLog(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        agent.close();
    }
}
