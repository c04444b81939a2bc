package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobResult;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Agents that die at a point of a job's way, three in a row: each in another job, the last in a container. The fourth
 * finishes what they have left.
 */
class FaultCrashTest {
    private static final int DEATH = 86;

    /** What some shells say of a child that died of a signal. */
    private static final String OF_THE_SHELL = "Terminated";

    private static final CountDownLatch DEATH_COMES = new CountDownLatch(1);

    @TempDir
    Path directory;

    @BeforeAll
    static void makeTheImage() {
        DockerHost.requireBusybox();
    }

    /** An agent that ends without a word when its job comes to a point. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            FaultPoint last = FaultPoint.valueOf(arguments[1]);
            FaultListener death = (point, job) -> {
                if (point == last && job.id().value().equals(arguments[2])) {
                    noteIfAsked(point, FaultJobs.asked(directory, job));
                    Runtime.getRuntime().halt(DEATH);
                }
            };
            FaultJobs jobs = FaultJobs.passing(last);
            try (Agent agent = MortalAgent.start(jobs.config(directory.resolve("data")), death)) {
                jobs.run(agent, directory);
                // The slot is given back after the result is told: death may still come.
                DEATH_COMES.await(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void noteIfAsked(FaultPoint point, Path note) {
        if (point == FaultPoint.CANCEL_COMMITTED) {
            try {
                Files.createFile(note);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FaultPoint.class)
    void noJobIsLostOrDoneTwiceWhereverItsAgentDies(FaultPoint point) throws Exception {
        for (int job = 0; job <= Effort.of(0, FaultJobs.LAST); job++) {
            Process victim =
                    MortalAgent.start(directory, Victim.class, directory.toString(), point.name(), FaultJobs.ID + job);
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(victim.exitValue())
                    .as(() -> "the agent was to die; it printed " + printed())
                    .isEqualTo(DEATH);
        }
        FaultJobs jobs = FaultJobs.passing(point);
        Path data = directory.resolve("data");
        try (Agent heir = MortalAgent.start(jobs.config(data), FaultListener.NONE)) {
            List<JobResult> results = jobs.run(heir, directory);
            for (JobResult result : results) {
                List<String> log = log(heir.job(result.job()).orElseThrow());
                assertThat(result.conclusion()).as(log.toString()).isEqualTo(jobs.conclusion());
                assertThat(log.stream().filter(line -> !line.startsWith("==>") && !line.equals(OF_THE_SHELL)))
                        .as(log.toString())
                        .containsExactlyElementsOf(jobs.lines());
            }
            assertThat(heir.jobs(Owner.EMBEDDER)).hasSize(results.size());
        }
        MortalAgent.assertNothingIsLeft(data);
    }

    private String printed() {
        try {
            return Files.readString(directory.resolve("agents.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> log(JobHandle job) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        job.followLog(line -> lines.add(line.text()));
        return lines;
    }
}
