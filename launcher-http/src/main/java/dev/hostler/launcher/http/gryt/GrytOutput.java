package dev.hostler.launcher.http.gryt;

import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.StepResult;
import java.util.List;

/** The two streams of a job, as they were printed, as far as an answer can hold them. */
final class GrytOutput {
    private GrytOutput() {}

    /** Returns what the command has printed. One JSON document alone comes without the blanks around its parts. */
    static String output(JobHandle job, List<StepResult> steps) {
        if (steps.isEmpty()) {
            return "";
        }
        StepResult command = steps.get(steps.size() - 1);
        long start = command.logOffset();
        return JsonText.compact(
                StreamText.between(job::log, start, command.logEnd().orElse(start)));
    }

    /** Returns what the command has written to standard error; of a job that never ran, nothing. */
    static String errors(JobHandle job) {
        return StreamText.all(job::errors);
    }
}
