package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runner as a wish to an agent: what is told of it, kept of it, and left of it. */
class RunnerAgentTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WAIT_TO_GO = "while [ ! -e $FAKE_OUT/go ]; do sleep 0.05; done";

    private final RunnerBench bench = new RunnerBench();
    private final Path data = bench.root().resolve("data");
    private final List<AgentEvent.WorkloadChanged> told = new CopyOnWriteArrayList<>();
    private Agent agent = start("runner");

    private Agent start(String allowed) {
        return Agent.start(AgentConfig.builder(data)
                .provider("runners", bench.settings(Map.of()))
                .provider("policy", Map.of("allow", allowed))
                .minimumFreeBytes(0)
                .eventSink(event -> {
                    if (event instanceof AgentEvent.WorkloadChanged changed) {
                        told.add(changed);
                    }
                })
                .build());
    }

    @AfterEach
    void leavesNothing() throws InterruptedException {
        try (Agent last = agent) {
            WorkloadHandle handle = agent.workload(RunnerCase.KEY).orElse(null);
            if (handle != null) {
                handle.delete(true);
                assertThat(handle.awaitGone(LIMIT)).isTrue();
            }
            assertThat(RunnerBench.files(data.resolve("runtimes/runners")).stream()
                            .filter(name -> name.startsWith("instances/") || name.startsWith("kept/")))
                    .isEmpty();
            assertThat(RunnerBench.processes(Place.MARK + "=" + last.node().agentId() + "-"))
                    .isEmpty();
        } finally {
            bench.close();
        }
    }

    private WorkloadStatus awaitPhase(WorkloadHandle handle, WorkloadPhase phase) {
        await().atMost(LIMIT).until(() -> handle.workload().status().phase() == phase);
        return handle.workload().status();
    }

    @Test
    void itsWayIsToldStageByStageAndItIsCompletedThen() throws IOException {
        WorkloadHandle handle = agent.apply(ApplyWorkload.of(
                        "w",
                        bench.token("FAKE_CONFIG", "wait", "FAKE_STEP", WAIT_TO_GO)
                                .build()))
                .handle();
        awaitTold("registers.*");
        create("register");
        awaitTold("runs a job \\(lookup .* s, .*register .* s, start .* s.*\\)");
        create("go");

        WorkloadStatus status = awaitPhase(handle, WorkloadPhase.COMPLETED);

        assertThat(status.details())
                .containsEntry("outcome", "success")
                .containsEntry("job.run-id", "9001")
                .containsKeys(
                        "seconds.lookup",
                        "seconds.download",
                        "seconds.unpack",
                        "seconds.copy",
                        "seconds.register",
                        "seconds.start",
                        "seconds.wait",
                        "seconds.job");
        await().atMost(LIMIT).until(() -> told.get(told.size() - 1).phase() == WorkloadPhase.COMPLETED);
        assertSecretIsNowhere();
    }

    private void awaitTold(String pattern) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(told)
                        .extracting(AgentEvent.WorkloadChanged::message)
                        .anyMatch(text -> text.matches(pattern)));
    }

    /** What is stored of the wish is sealed. */
    private void assertSecretIsNowhere() throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("the-secret-token");
            }
        }
    }

    @Test
    void aFailureIsSaidWithItsReasonAndNotTriedAgain() {
        WorkloadHandle handle = agent.apply(
                        ApplyWorkload.of("w", bench.jit("FAKE_CODES", "5").build()))
                .handle();

        WorkloadStatus status = awaitPhase(handle, WorkloadPhase.FAILED);

        assertThat(status.failure().orElseThrow().message()).contains("without a job", "session conflict");
        assertThat(status.gaveUp()).isTrue();
        assertThat(status.details()).containsEntry("outcome", "failure");
    }

    @Test
    void aWishToStopLetsItsJobDrain() {
        ApplyWorkload wish = ApplyWorkload.of(
                "w", bench.jit("FAKE_STEP", "sleep 1000", "FAKE_DRAIN", "0.2").build());
        WorkloadHandle handle = agent.apply(wish).handle();
        await().atMost(LIMIT)
                .until(() ->
                        "running".equals(handle.workload().status().details().get("stage")));

        agent.apply(wish.desired(DesiredState.STOPPED));

        WorkloadStatus status = awaitPhase(handle, WorkloadPhase.STOPPED);
        assertThat(status.details()).containsEntry("outcome", "interrupted").containsEntry("job.result", "Canceled");
    }

    @Test
    void aStopDuringTheDownloadEndsItAtOnceAndTheNextWishGoesOnWithIt() throws InterruptedException {
        bench.server().store(ReleaseServer.drip());
        ApplyWorkload wish = ApplyWorkload.of("w", bench.jit().build());
        WorkloadHandle handle = agent.apply(wish).handle();
        awaitPart();

        handle.delete(true);

        assertThat(handle.awaitGone(Duration.ofSeconds(10))).isTrue();
        assertThat(RunnerBench.files(bench.cache()))
                .as("nothing that is taken as whole")
                .noneMatch(name -> name.endsWith(".tar.gz") || name.startsWith("programs"));
        long asked = bench.server().archiveRequests();
        assertThat(awaitPhase(agent.apply(wish).handle(), WorkloadPhase.COMPLETED)
                        .details())
                .containsEntry("outcome", "success");
        assertThat(bench.server().requests())
                .filteredOn(line -> line.startsWith("archive"))
                .hasSize((int) asked + 1)
                .last()
                .asString()
                .matches("archive bytes=[1-9][0-9]*-");
    }

    private void awaitPart() {
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    for (String name : RunnerBench.files(bench.cache())) {
                        if (name.endsWith(".part") && Files.size(bench.cache().resolve(name)) > 0) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    @Test
    void whatIsToBeStoppedDuringItsDownloadIsNotStarted() {
        bench.server().store(ReleaseServer.drip());
        ApplyWorkload wish = ApplyWorkload.of("w", bench.jit().build());
        WorkloadHandle handle = agent.apply(wish).handle();
        awaitPart();

        agent.apply(wish.desired(DesiredState.STOPPED));

        awaitPhase(handle, WorkloadPhase.STOPPED);
        assertThat(handle.workload().status().details()).doesNotContainKey("outcome");
        agent.apply(wish.desired(DesiredState.RUNNING));
        assertThat(awaitPhase(handle, WorkloadPhase.COMPLETED).details()).containsEntry("outcome", "success");
    }

    /** Its credential went with the process that was to use it. */
    @Test
    void whatIsWantedAgainAfterATooEarlyStopSaysThatItNeedsANewCredential() {
        ApplyWorkload wish =
                ApplyWorkload.of("w", bench.token("FAKE_CONFIG", "hang").build());
        WorkloadHandle handle = agent.apply(wish).handle();
        await().atMost(LIMIT)
                .until(() -> "registering"
                        .equals(handle.workload().status().details().get("stage")));
        agent.apply(wish.desired(DesiredState.STOPPED));
        awaitPhase(handle, WorkloadPhase.STOPPED);

        agent.apply(wish.desired(DesiredState.RUNNING));

        await().atMost(LIMIT).until(() -> handle.workload().status().failure().isPresent());
        assertThat(handle.workload().status().failure().orElseThrow().message())
                .contains("credential is gone", "new credential");
    }

    @Test
    void theNextAgentGoesOnWithItAndReportsOnce() {
        WorkloadHandle handle = agent.apply(
                        ApplyWorkload.of("w", bench.jit("FAKE_STEP", WAIT_TO_GO).build()))
                .handle();
        await().atMost(LIMIT)
                .until(() ->
                        "running".equals(handle.workload().status().details().get("stage")));
        agent.close();
        agent = start("runner");
        create("go");

        WorkloadHandle again = agent.workload(RunnerCase.KEY).orElseThrow();

        assertThat(awaitPhase(again, WorkloadPhase.COMPLETED).details()).containsEntry("outcome", "success");
    }

    private void create(String name) {
        try {
            Files.createFile(bench.out().resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itIsRefusedWhereNobodyHasAllowedIt() {
        agent.close();
        agent = start("");

        assertThatThrownBy(() -> agent.apply(ApplyWorkload.of("w", bench.jit().build())))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED))
                .hasMessageContaining("policy.allow=runner");
        assertThat(agent.workloads(RunnerCase.KEY.owner()))
                .extracting(Workload::key)
                .isEmpty();
    }
}
