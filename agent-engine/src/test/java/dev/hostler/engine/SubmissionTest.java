package dev.hostler.engine;

import static dev.hostler.engine.TestAgent.job;
import static dev.hostler.engine.TestAgent.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.JobState;
import dev.hostler.api.job.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is accepted, what is refused, and what others are told of it. */
class SubmissionTest extends AgentScenario {
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
