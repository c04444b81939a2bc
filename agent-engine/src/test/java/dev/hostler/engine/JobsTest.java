package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import dev.hostler.testkit.FakeExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a job through the whole engine, on an executor that is quick. */
class JobsTest {
    @TempDir
    Path directory;

    private TestAgent agent;

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

    @Test
    void aJobRunsItsStepsAndSucceeds() throws Exception {
        JobHandle job =
                agent.submit(job("a").env("WHO", "world").run("echo hello $WHO").run("pwd; echo done"));

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(0));
        assertThat(result.failure()).isEmpty();
        assertThat(result.isolation()).contains("fake");
        assertThat(result.steps()).extracting(StepResult::conclusion).containsOnly(StepConclusion.SUCCEEDED);
        assertThat(log(job).lines())
                .containsSubsequence(
                        "==> step 1/2: echo hello $WHO", "hello world", "==> step 2/2: pwd; echo done", "done");
        assertThat(job.job().state()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void aFailedStepEndsTheJobAndTheRestIsSkipped() throws Exception {
        JobHandle job = agent.submit(job("a").run("true").run("exit 7").run("echo never"));

        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.exitCode()).isEqualTo(OptionalInt.of(7));
        assertThat(result.failure().orElseThrow().code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.SUCCEEDED, StepConclusion.FAILED, StepConclusion.SKIPPED);
        assertThat(log(job)).doesNotContain("never\n==>").contains("exit code 7");
    }

    @Test
    void conditionsAreJudgedByTheStepsBefore() throws Exception {
        JobResult failed = agent.submit(job("failed")
                        .step(step("fails", "exit 3").build())
                        .step(step("on success", "true").build())
                        .step(step("on failure", "true")
                                .condition(StepCondition.FAILURE)
                                .build())
                        .step(step("always", "exit 4")
                                .condition(StepCondition.ALWAYS)
                                .build()))
                .await();
        JobResult forgiven = agent.submit(job("forgiven")
                        .step(step("may fail", "exit 3").continueOnError(true).build())
                        .step(step("on success", "true").build())
                        .step(step("on failure", "true")
                                .condition(StepCondition.FAILURE)
                                .build()))
                .await();

        assertThat(failed.exitCode()).as("of the first that failed").isEqualTo(OptionalInt.of(3));
        assertThat(failed.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(
                        StepConclusion.FAILED, StepConclusion.SKIPPED, StepConclusion.SUCCEEDED, StepConclusion.FAILED);
        assertThat(forgiven.conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(forgiven.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.FAILED, StepConclusion.SUCCEEDED, StepConclusion.SKIPPED);
    }

    @Test
    void cancelEndsTheTreeAndOnlyStepsThatCleanUpStillRun() throws Exception {
        JobHandle job = agent.submit(job("a").step(
                        step("sleep", "echo asleep; sleep 600 & sleep 600").build())
                .step(step("never", "echo never").build())
                .step(step("clean up", "echo cleaned")
                        .condition(StepCondition.ALWAYS)
                        .build()));
        awaitLine(job, "asleep");

        job.cancel();
        job.cancel();
        JobResult result = job.await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.CANCELLED, StepConclusion.SKIPPED, StepConclusion.SUCCEEDED);
        assertThat(log(job)).contains("cleaned").doesNotContain("never\n==>");
    }

    @Test
    void aQueuedJobThatIsCancelledNeverRuns() throws Exception {
        restart(config -> config.slots(1));
        JobHandle first = agent.submit(job("first").run("echo up; sleep 600"));
        awaitLine(first, "up");
        JobHandle second = agent.submit(job("second").run("echo ran"));

        second.cancel();

        assertThat(second.await().conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(log(second)).doesNotContain("ran");
        assertThat(first.job().state()).isEqualTo(JobState.RUNNING);
        first.cancel();
    }

    @Test
    void theJobsTimeoutEndsIt() throws Exception {
        JobResult result = agent.submit(job("a").timeout(Duration.ofMillis(700)).run("sleep 600"))
                .await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(result.failure().orElseThrow().message()).contains("longer than 0.7s");
    }

    @Test
    void aStepsTimeoutFailsTheStep() throws Exception {
        JobResult result = agent.submit(job("a").step(step("slow", "sleep 600")
                                .timeout(Duration.ofMillis(500))
                                .build())
                        .step(step("next", "true")
                                .condition(StepCondition.FAILURE)
                                .build()))
                .await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(result.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(StepConclusion.TIMED_OUT, StepConclusion.SUCCEEDED);
    }

    @Test
    void aJobWhoseSandboxEndsIsLost() throws Exception {
        JobHandle job = agent.submit(job("a").run("echo up; sleep 600"));
        awaitLine(job, "up");

        agent.executor().endAll();

        assertThat(job.await().conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(job.await().failure().orElseThrow().code()).isEqualTo(ErrorCode.SANDBOX_LOST);
    }

    @Test
    void aJobWhoseExecutorIsNotThereFailsWithTheReason() throws Exception {
        agent.executor().makeUnavailable("it is switched off");

        JobResult result = agent.submit(job("a").run("true")).await();

        assertThat(result.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(result.failure().orElseThrow().message()).contains("it is switched off");
        assertThat(result.isolation()).isEmpty();
    }

    @Test
    void theSameJobAgainIsTheSameJob() throws Exception {
        JobSpec.Builder spec = job("a").run("echo once >>\"$HOME/../../../witness\"");

        List<JobHandle> handles = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> agent.submit(spec))
                .toList();
        for (JobHandle handle : handles) {
            handle.await();
        }
        JobHandle later = agent.submit(spec);

        assertThat(later.await()).isEqualTo(handles.get(0).await());
        assertThat(agent.agent().jobs(Owner.EMBEDDER)).hasSize(1);
    }

    @Test
    void theSameIdForAnotherJobIsAConflict() throws Exception {
        agent.submit(job("a").run("true")).await();

        assertThatThrownBy(() -> agent.submit(job("a").run("false")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void ownersDoNotMeet() throws Exception {
        JobHandle ours = agent.submit(job("a").run("true"));
        JobHandle theirs =
                agent.agent().submit(new Owner("door"), job("a").run("exit 1").build());

        assertThat(ours.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(theirs.await().conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(agent.agent().jobs(new Owner("door")))
                .extracting(JobHandle::key)
                .containsExactly(theirs.key());
    }

    @Test
    void aFullQueueRefusesAndStoresNothing() throws Exception {
        restart(config -> config.slots(1).queueLimit(1));
        JobHandle running = agent.submit(job("running").run("echo up; sleep 600"));
        awaitLine(running, "up");
        agent.submit(job("waiting").run("true"));

        assertThatThrownBy(() -> agent.submit(job("refused").run("true")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CAPACITY));
        assertThat(agent.agent().job(key("refused"))).isEmpty();
    }

    @Test
    void aDrainedAgentEndsWhatItHasAndTakesNothingNew() throws Exception {
        JobHandle job = agent.submit(job("a").run("true"));

        agent.agent().drain();

        assertThatThrownBy(() -> agent.submit(job("b").run("true")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ACCEPTING));
        assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(agent.agent().health().accepting()).isFalse();
    }

    @Test
    void aPipelineGetsOnlyTheSecretsThatTheJobWasGranted() {
        assertThatThrownBy(() -> agent.submit(job("a").pipeline(new Pipeline.Document(
                        ".hostler.yaml", "name: n\nsecrets: [TOKEN]\nsteps:\n  - run: 'true'\n"))))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("TOKEN");
    }

    @Test
    void aPipelineGetsNoTokenThatWasMeantForTheCheckout() {
        GitSource source = GitSource.builder("https://example.test/a.git")
                .tokenSecret("TOKEN")
                .build();
        Pipeline pipeline =
                new Pipeline.Document(".hostler.yaml", "name: n\nsecrets: [TOKEN]\nsteps:\n  - run: 'true'\n");

        assertThatThrownBy(() -> agent.submit(job("a").source(source).pipeline(pipeline)))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED));
    }

    @Test
    void aStoreThatFailsDoesNotHideTheStepThatFailed() throws Exception {
        Files.writeString(data().resolve("artifacts/embedder"), "in the way");
        String failing = "name: n\nartifacts: [file]\nsteps:\n  - run: touch file; exit 7\n";
        String succeeding = "name: n\nartifacts: [file]\nsteps:\n  - run: touch file\n";

        JobResult failed = agent.submit(job("failed").pipeline(new Pipeline.Document("p.yaml", failing)))
                .await();
        JobResult unkept = agent.submit(job("unkept").pipeline(new Pipeline.Document("p.yaml", succeeding)))
                .await();

        assertThat(failed.exitCode()).isEqualTo(OptionalInt.of(7));
        assertThat(unkept.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(unkept.failure().orElseThrow().code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE);
    }

    @Test
    void whoeverIsToldThatAJobIsQueuedCanAskForIt() throws Exception {
        List<JobState> seen = new CopyOnWriteArrayList<>();
        restart(config -> config.eventSink(event -> {
            if (event instanceof AgentEvent.JobChanged changed) {
                seen.add(agent.agent().job(changed.job()).orElseThrow().job().state());
            }
        }));

        agent.submit(job("a").run("true")).await();

        Awaitility.await().until(() -> seen.size() == 3);
    }

    @Test
    void anIsolationThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() ->
                        agent.submit(job("a").isolation(new Isolation("vm")).run("true")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("'vm'")
                .hasMessageContaining("fake");
    }

    @Test
    void eventsTellTheJobsWayInItsOrder() throws Exception {
        agent.submit(job("a").run("true").run("exit 1")).await();

        List<String> told = new ArrayList<>();
        try (EventStream events = agent.agent().events(0)) {
            for (Optional<AgentEvent> event = events.next(); told.size() < 7; event = events.next()) {
                told.add(describe(event.orElseThrow()));
                if (told.size() == 7) {
                    break;
                }
            }
        }

        assertThat(told)
                .containsExactly(
                        "QUEUED",
                        "RUNNING",
                        "started 0",
                        "finished 0 SUCCEEDED",
                        "started 1",
                        "finished 1 FAILED",
                        "FINISHED");
    }

    @Test
    void aRunningJobGoesOnWhereItIsAndQueuedOnesFollow() throws Exception {
        restart(config -> config.slots(1).onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        JobHandle before = agent.submit(job("running")
                .run("echo first")
                .run("echo second; until [ -e '" + go + "' ]; do sleep 0.02; done; echo third")
                .run("echo fourth"));
        awaitLine(before, "second");
        agent.submit(job("waiting").run("echo ran"));

        restart(config -> config.slots(1));
        JobHandle running = agent.agent().job(key("running")).orElseThrow();
        Files.createFile(go);

        JobResult result = running.await();
        assertThat(result.conclusion()).as(log(running)).isEqualTo(Conclusion.SUCCEEDED);
        assertThat(result.steps()).extracting(StepResult::conclusion).containsOnly(StepConclusion.SUCCEEDED);
        assertThat(log(running).lines().filter(line -> !line.startsWith("==>")))
                .containsExactly("first", "second", "third", "fourth");
        assertThatThrownBy(before::await).isInstanceOf(AgentException.class);
        assertThat(agent.agent().job(key("waiting")).orElseThrow().await().conclusion())
                .isEqualTo(Conclusion.SUCCEEDED);
    }

    @Test
    void whatAJobDidWhileTheAgentWasAwayIsKnownAfterwards() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        Path go = directory.resolve("go");
        JobHandle before = agent.submit(job("away")
                .run("echo up; until [ -e '" + go + "' ]; do sleep 0.02; done; echo over >'" + go + "'; exit 9")
                .step(step("clean up", "echo cleaned")
                        .condition(StepCondition.ALWAYS)
                        .build()));
        awaitLine(before, "up");
        agent.close();
        Files.createFile(go);
        Awaitility.await().until(() -> Files.size(go) > 0);

        restart(config -> config);

        JobHandle after = agent.agent().job(key("away")).orElseThrow();
        assertThat(after.await().exitCode()).isEqualTo(OptionalInt.of(9));
        assertThat(log(after).lines().filter(line -> !line.startsWith("==>"))).containsExactly("up", "cleaned");
    }

    @Test
    void aJobWhoseSandboxEndedWhileTheAgentWasAwayIsLostAndNotRunAgain() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        JobHandle before = agent.submit(job("gone").run("echo up; sleep 600"));
        awaitLine(before, "up");
        agent.close();
        agent.executor().endAll();

        restart(config -> config);

        JobHandle after = agent.agent().job(key("gone")).orElseThrow();
        assertThat(after.await().conclusion()).isEqualTo(Conclusion.LOST);
        assertThat(log(after).lines().filter(line -> line.equals("up"))).hasSize(1);
    }

    @Test
    void aJobsTimeoutIsCountedOverARestart() throws Exception {
        restart(config -> config.onClose(AgentConfig.OnClose.DETACH));
        JobHandle before =
                agent.submit(job("slow").timeout(Duration.ofSeconds(1)).run("echo up; sleep 600"));
        awaitLine(before, "up");

        restart(config -> config);

        JobResult result = agent.agent().job(key("slow")).orElseThrow().await();
        assertThat(result.conclusion()).isEqualTo(Conclusion.TIMED_OUT);
        assertThat(Duration.between(result.startedAt(), result.finishedAt())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void finishedJobsKeepTheirResultAndLogAfterARestart() throws Exception {
        JobResult before = agent.submit(job("a").run("echo kept")).await();

        restart(config -> config);

        JobHandle after = agent.agent().job(key("a")).orElseThrow();
        assertThat(after.await()).isEqualTo(before);
        assertThat(log(after)).contains("kept");
    }

    @Test
    void neverMoreJobsRunThanThereAreSlots() throws Exception {
        restart(config -> config.slots(3));
        Path counters = Files.createDirectory(directory.resolve("counters"));
        List<JobHandle> jobs = IntStream.range(0, 12)
                .mapToObj(i -> agent.submit(job("j" + i)
                        .run("touch " + counters + "/$$; ls " + counters + " | wc -l; sleep 0.1; rm " + counters
                                + "/$$")))
                .toList();

        Set<String> seen = new java.util.TreeSet<>();
        for (JobHandle job : jobs) {
            assertThat(job.await().conclusion()).isEqualTo(Conclusion.SUCCEEDED);
            log(job).lines().filter(line -> line.matches("\\d+")).forEach(seen::add);
        }

        assertThat(seen).contains("3").isSubsetOf("1", "2", "3");
    }

    private void restart(UnaryOperator<AgentConfig.Builder> settings) {
        agent.close();
        FakeExecutor executor = agent.executor();
        agent = TestAgent.start(settings.apply(TestAgent.config(data(), executor)), executor);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static JobKey key(String id) {
        return new JobKey(Owner.EMBEDDER, new dev.hostler.api.job.JobId(id));
    }

    private static StepSpec.Builder step(String name, String script) {
        return StepSpec.builder(name, new StepCommand.Script(script, Optional.empty()));
    }

    private static void awaitLine(JobHandle job, String text) {
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

    private static String describe(AgentEvent event) {
        if (event instanceof AgentEvent.JobChanged changed) {
            return changed.state().name();
        }
        if (event instanceof AgentEvent.StepStarted started) {
            return "started " + started.step();
        }
        if (event instanceof AgentEvent.StepFinished finished) {
            return "finished " + finished.step() + " " + finished.result().conclusion();
        }
        return event.toString();
    }
}
