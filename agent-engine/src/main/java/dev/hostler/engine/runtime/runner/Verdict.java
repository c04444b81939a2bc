package dev.hostler.engine.runtime.runner;

import dev.hostler.api.workload.RunnerLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What became of a runner, judged by what was seen. Immutable.
 *
 * @param outcome in one word
 * @param exitCode 0 for a success; else that of its script, or 1 where that says 0; -1 if it was made to end
 * @param reason why, in one line
 * @param outOfMemory whether the kernel has ended it for want of memory
 */
record Verdict(Outcome outcome, int exitCode, String reason, boolean outOfMemory) {
    private static final int OUTDATED = 7;
    private static final int KILLED = 137;

    static Verdict of(Ending ending) {
        Verdict verdict = judged(ending);
        return ending.left().isEmpty()
                ? verdict
                : new Verdict(
                        Outcome.FAILURE,
                        verdict.exitCode == 0 ? 1 : verdict.exitCode,
                        verdict.reason + "; processes that can't be ended are left: " + ending.left(),
                        verdict.outOfMemory);
    }

    private static Verdict judged(Ending ending) {
        if (ending.stop().isPresent()) {
            StopOrder stop = ending.stop().get();
            String end = ending.killed() ? ", and was killed after " + text(stop) : "";
            return new Verdict(stop.outcome(), -1, stop.cause() + end, false);
        }
        if (ending.sawJobsEnd()) {
            return new Verdict(Outcome.SUCCESS, 0, served(ending.evidence()), false);
        }
        int code = ending.exitCode().orElse(KILLED);
        return new Verdict(Outcome.FAILURE, code == 0 ? 1 : code, failure(ending, code), ending.memoryKill());
    }

    private static String text(StopOrder stop) {
        return stop.grace().toMillis() / 1000.0 + " s";
    }

    private static String served(Evidence evidence) {
        return "it has served job '" + evidence.job().orElse("unknown") + "'"
                + evidence.jobResult().map(result -> " with result " + result).orElse("");
    }

    private static String failure(Ending ending, int code) {
        Evidence evidence = ending.evidence();
        if (ending.memoryKill()) {
            return "the kernel has killed a process for want of memory" + afterJob(ending);
        }
        if (ending.exitCode().isEmpty()) {
            return "it was killed (exit code " + code + ")" + afterJob(ending);
        }
        if (code == OUTDATED) {
            return "its version " + evidence.version().orElse("")
                    + " is outdated, and the server gives it no jobs (exit code 7)";
        }
        if (ending.registering()) {
            return "its registration has failed with exit code " + code + ": " + evidence.lastLine();
        }
        if (ending.sawJob()) {
            return "it has ended in the middle of its job with exit code " + code + ": " + evidence.lastLine();
        }
        return "it has ended without a job with exit code " + code
                + evidence.listenerEnd().map(end -> "; its listener: " + end).orElse("")
                + (evidence.lastLine().isEmpty() ? "" : "; its last words: " + evidence.lastLine());
    }

    private static String afterJob(Ending ending) {
        return ending.sawJob() ? " in the middle of its job" : "";
    }

    /** Words a runtime that was longer than allowed. */
    static String overTime(RunnerLimits limits) {
        return "it has run for longer than " + limits.run();
    }

    void write(Path file) throws IOException {
        SmallFile.write(
                file,
                SmallFile.fields(Map.of(
                        "outcome", outcome.name(),
                        "exitCode", Integer.toString(exitCode),
                        "reason", reason,
                        "outOfMemory", Boolean.toString(outOfMemory))));
    }

    static Optional<Verdict> read(Path file) throws IOException {
        Optional<Properties> fields = SmallFile.readFields(file);
        try {
            return fields.map(found -> new Verdict(
                    Outcome.valueOf(found.getProperty("outcome", "")),
                    Integer.parseInt(found.getProperty("exitCode", "")),
                    found.getProperty("reason", ""),
                    Boolean.parseBoolean(found.getProperty("outOfMemory", "false"))));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged: " + file, e);
        }
    }
}
