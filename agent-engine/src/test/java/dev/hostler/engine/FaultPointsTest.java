package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.engine.fault.FaultPoint;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the list of points is complete, and says truly in which order a job passes them. */
class FaultPointsTest {
    private static final Set<FaultPoint> OF_A_CANCEL =
            EnumSet.of(FaultPoint.CANCEL_COMMIT_BEGINS, FaultPoint.CANCEL_COMMITTED);
    private static final Set<FaultPoint> OF_A_RERUN =
            EnumSet.of(FaultPoint.RERUN_COMMIT_BEGINS, FaultPoint.RERUN_COMMITTED);

    @TempDir
    Path directory;

    @Test
    void aJobPassesEveryPointOfItsWayInTheirOrder() throws Exception {
        Set<FaultPoint> ordinary = EnumSet.allOf(FaultPoint.class);
        ordinary.removeAll(OF_A_CANCEL);
        ordinary.removeAll(OF_A_RERUN);

        assertThat(passed(FaultJobs.ORDINARY)).containsExactlyElementsOf(ordinary);
    }

    @Test
    void aJobThatIsCancelledPassesThePointsOfThat() throws Exception {
        assertThat(passed(FaultJobs.CANCELLED))
                // Its first output may be seen, and answered by a cancel, before the mark of its start is.
                .containsSubsequence(FaultPoint.STEP_OFFERED, FaultPoint.CANCEL_COMMIT_BEGINS)
                .containsSubsequence(FaultPoint.CANCEL_COMMITTED, FaultPoint.STEP_ENDED);
    }

    @Test
    void aJobThatIsRunAgainPassesThePointsOfThat() throws Exception {
        assertThat(passed(FaultJobs.LOST))
                .containsSubsequence(FaultPoint.STEP_RECORDED, FaultPoint.RERUN_COMMIT_BEGINS)
                .containsSubsequence(FaultPoint.RERUN_COMMITTED, FaultPoint.RESULT_COMMITTED);
    }

    /** The points that the first of the jobs passes, each where it comes first. */
    private Set<FaultPoint> passed(FaultJobs jobs) throws Exception {
        Set<FaultPoint> passed = Collections.synchronizedSet(new LinkedHashSet<>());
        Agent agent = MortalAgent.start(jobs.config(directory.resolve("data")), (point, job) -> {
            if (job.id().value().equals(FaultJobs.ID + 0)) {
                passed.add(point);
            }
        });
        try (agent) {
            jobs.run(agent, directory);
            Awaitility.await().until(() -> passed.contains(FaultPoint.SLOT_RELEASED));
        }
        return passed;
    }
}
