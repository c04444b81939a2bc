package dev.hostler.engine.job;

import dev.hostler.api.job.JobStep;
import dev.hostler.api.job.StepResult;
import dev.hostler.api.job.StepSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How far the steps of a job have come, for whoever asks meanwhile. Thread-safe; only the job's runner moves it on. */
final class JobSteps {
    private volatile List<JobStep> all = List.of();

    /** The steps are known, and none has begun. */
    void planned(List<StepSpec> steps) {
        all = steps.stream().map(StepSpec::name).map(JobStep::waiting).toList();
    }

    /** There may be others when the job is run again. */
    void forget() {
        all = List.of();
    }

    void started(int index, Instant at) {
        replace(index, JobStep.running(all.get(index).name(), at));
    }

    void ended(int index, StepResult result) {
        replace(index, JobStep.finished(result));
    }

    private void replace(int index, JobStep step) {
        List<JobStep> next = new ArrayList<>(all);
        next.set(index, step);
        all = List.copyOf(next);
    }

    List<JobStep> all() {
        return all;
    }
}
