package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.testkit.FakeExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three jobs that pass a kind of points between them, one after the other; the same whoever brings them. */
enum FaultJobs {
    /** They run to their end. */
    ORDINARY(Conclusion.SUCCEEDED, List.of("1", "2", "3", "4")) {
        @Override
        JobSpec job(int index, Path directory) {
            PipelineSpec pipeline = PipelineSpec.builder(
                            "counting",
                            List.of(
                                    step("mkdir once; echo 1; echo 2"),
                                    step("mkdir twice; echo 3; touch kept; echo 4")))
                    .artifacts(List.of("kept"))
                    .build();
            return place(JobSpec.builder(ID + index), index)
                    .pipeline(new Pipeline.Inline(pipeline))
                    .build();
        }
    },

    /** They are cancelled in the middle of a step. */
    CANCELLED(Conclusion.CANCELLED, List.of("up")) {
        @Override
        JobSpec job(int index, Path directory) {
            return place(JobSpec.builder(ID + index), index)
                    .run("echo up; exec sleep 600")
                    .build();
        }

        @Override
        void meddle(JobHandle job, Path directory) throws InterruptedException {
            if (!Files.exists(asked(directory, job.key()))) {
                awaitLineOrEnd(job, "up");
                job.cancel();
            }
        }
    },

    /** They lose their first sandbox, and are run again. */
    LOST(Conclusion.SUCCEEDED, List.of("first", "second")) {
        @Override
        JobSpec job(int index, Path directory) {
            Path seen = directory.resolve("seen-" + index);
            // The parent is the supervisor.
            return JobSpec.builder(ID + index)
                    .isolation(TestAgent.FAKE)
                    .run("if mkdir '" + seen
                            + "' 2>/dev/null; then echo first; sleep 0.2; kill -9 $PPID; sleep 600; fi; echo second")
                    .rerunWhenLost()
                    .build();
        }

        @Override
        AgentConfig.Builder config(Path data) {
            return TestAgent.config(data, new FakeExecutor()).slots(1).onClose(AgentConfig.OnClose.DETACH);
        }
    };

    static final String ID = "job-";
    static final int LAST = 2;

    private final Conclusion conclusion;
    private final List<String> lines;

    FaultJobs(Conclusion conclusion, List<String> lines) {
        this.conclusion = conclusion;
        this.lines = lines;
    }

    static FaultJobs passing(FaultPoint point) {
        return switch (point) {
            case CANCEL_COMMIT_BEGINS, CANCEL_COMMITTED -> CANCELLED;
            case RERUN_COMMIT_BEGINS, RERUN_COMMITTED -> LOST;
            default -> ORDINARY;
        };
    }

    abstract JobSpec job(int index, Path directory);

    /** Says, if it is there, that an agent has stored the wish to cancel a job, so that nobody need say it again. */
    static Path asked(Path directory, JobKey job) {
        return directory.resolve("asked-" + job.id());
    }

    void meddle(JobHandle job, Path directory) throws InterruptedException {}

    AgentConfig.Builder config(Path data) {
        return MortalAgent.config(data, 1);
    }

    Conclusion conclusion() {
        return conclusion;
    }

    /** What the steps print. */
    List<String> lines() {
        return lines;
    }

    /** Brings all of them, as often as one likes, and waits for each. */
    List<JobResult> run(Agent agent, Path directory) throws InterruptedException {
        List<JobHandle> jobs = new ArrayList<>();
        for (int i = 0; i <= LAST; i++) {
            jobs.add(agent.submit(job(i, directory)));
        }
        List<JobResult> results = new ArrayList<>();
        for (JobHandle job : jobs) {
            meddle(job, directory);
            results.add(job.await());
        }
        return results;
    }

    private static JobSpec.Builder place(JobSpec.Builder job, int index) {
        return index == LAST
                ? job.isolation(Isolation.DOCKER).image(DockerHost.IMAGE)
                : job.isolation(Isolation.PROCESS);
    }

    private static StepSpec step(String script) {
        return StepSpec.builder(script, new StepCommand.Script(script, Optional.empty()))
                .timeout(Duration.ofMinutes(1))
                .build();
    }

    private static void awaitLineOrEnd(JobHandle job, String text) throws InterruptedException {
        try (LogStream log = job.log(0)) {
            Optional<LogLine> line = log.next();
            while (line.isPresent() && !line.get().text().equals(text)) {
                line = log.next();
            }
        }
    }
}
