package dev.hostler.launcher.cli;

import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Speaks to people: the job's output and its verdict on stdout, errors on stderr. */
final class TextRendering implements Rendering {
    private final Lines out;
    private final Lines err;

    TextRendering(PrintStream out, PrintStream err) {
        this.out = new Lines(out);
        this.err = new Lines(err);
    }

    @Override
    public boolean line(String text) {
        return out.print(text);
    }

    @Override
    public void notice(String text) {
        err.message(text);
    }

    @Override
    public void failure(Failure failure) {
        err.message(failure.message());
    }

    @Override
    public void result(JobResult result) {
        result.steps().forEach(step -> out.message(summary(step)));
        result.failure().ifPresent(this::failure);
        out.message(verdict(result));
    }

    static String summary(StepResult step) {
        String exit = step.exitCode().orElse(0) == 0
                ? ""
                : ", exit code " + step.exitCode().orElse(0);
        String time = step.conclusion() == StepConclusion.SKIPPED ? "" : ", " + Durations.format(step.duration());
        return "  " + step.conclusion().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + step.name() + exit
                + time;
    }

    private static String verdict(JobResult result) {
        Duration time = Duration.between(result.startedAt(), result.finishedAt());
        String isolation = result.isolation().map(id -> ", isolation " + id).orElse("");
        return "The job " + word(result.conclusion()) + " after " + Durations.format(time) + isolation + ".";
    }

    private static String word(Conclusion conclusion) {
        return switch (conclusion) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "was cancelled";
            case TIMED_OUT -> "timed out";
            case LOST -> "was lost";
        };
    }
}
