package dev.hostler.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.JobState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTransitionsTest {
    @Test
    void allowsTheThreeWaysDownAndTheOneBackAndNoOther() {
        List<String> allowed = new ArrayList<>();
        for (JobState from : JobState.values()) {
            for (JobState to : JobState.values()) {
                if (JobTransitions.allows(from, to)) {
                    allowed.add(from + " " + to);
                }
            }
        }
        assertThat(allowed).containsExactly("QUEUED RUNNING", "QUEUED FINISHED", "RUNNING QUEUED", "RUNNING FINISHED");
    }
}
