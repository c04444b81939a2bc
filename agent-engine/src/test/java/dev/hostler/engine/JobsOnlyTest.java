package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that runs jobs and keeps no workloads. */
class JobsOnlyTest {
    private static final ApplyWorkload WISH =
            ApplyWorkload.of("web", ContainerSpec.builder("a").build());

    @TempDir
    Path data;

    private AgentConfig.Builder config() {
        return TestAgent.config(data, new FakeExecutor());
    }

    @Test
    void runsJobsAndRefusesEveryWish() throws InterruptedException {
        try (Agent agent = Agent.start(config().jobsOnly().build())) {
            assertThat(agent.submit(TestAgent.job("a").run("true").build())
                            .await()
                            .conclusion())
                    .isEqualTo(Conclusion.SUCCEEDED);
            assertThat(agent.health().runtimes()).isEmpty();
            assertThat(agent.leftovers()).isEmpty();
            assertThatThrownBy(() -> agent.apply(WISH))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                    .hasMessageEndingWith("this agent runs jobs only; apply it on another");
        }

        try (Agent other = Agent.start(config().build())) {
            assertThat(other.workloads(Owner.EMBEDDER)).isEmpty();
        }
    }

    @Test
    void doesNotStartWhereWorkloadsAreKeptAndLeavesThemAsTheyAre() throws InterruptedException {
        FakeHost host = new FakeHost();
        AgentConfig usual = config().runtime(FakeRuntime.provider(host))
                .workloadKind(FakeRuntime.kind())
                .build();
        try (Agent agent = Agent.start(usual)) {
            agent.apply(WISH).handle().awaitSettled(Duration.ofSeconds(20));
        }
        List<Instance> before = host.all();

        assertThatThrownBy(() -> Agent.start(config().jobsOnly().build()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));

        assertThat(before).hasSize(1);
        assertThat(host.all()).isEqualTo(before);
        try (Agent agent = Agent.start(usual)) {
            assertThat(agent.workloads(Owner.EMBEDDER)).hasSize(1);
        }
    }

    @Test
    void refusesWhatIsGivenByHandForWorkloads() {
        AgentConfig.Builder runtime = config().jobsOnly().runtime(FakeRuntime.provider(new FakeHost()));
        AgentConfig.Builder kind = config().jobsOnly().workloadKind(FakeRuntime.kind());

        assertThatThrownBy(runtime::build).isInstanceOf(AgentException.class).hasMessageContaining("setting runtime '");
        assertThatThrownBy(kind::build)
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("setting workloadKind '");
    }
}
