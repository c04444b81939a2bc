package dev.hostler.launcher.cli;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.StepConclusion;
import dev.hostler.api.job.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Results that jobs end with. */
final class Results {
    static final JobKey KEY = new JobKey(new Owner("cli"), new JobId("run-1"));
    static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Results() {}

    static JobResult succeeded() {
        return result(Conclusion.SUCCEEDED, Optional.empty(), OptionalInt.of(0), List.of(), List.of());
    }

    static JobResult succeededWith(Artifact... artifacts) {
        return result(Conclusion.SUCCEEDED, Optional.empty(), OptionalInt.of(0), List.of(), List.of(artifacts));
    }

    static JobResult cancelled() {
        return ended(Conclusion.CANCELLED, ErrorCode.CANCELLED);
    }

    static JobResult ended(Conclusion conclusion, ErrorCode code) {
        return result(
                conclusion,
                Optional.of(new Failure(code, "Cannot do it: because; do that")),
                OptionalInt.empty(),
                List.of(),
                List.of());
    }

    static JobResult failedStep() {
        return result(
                Conclusion.FAILED,
                Optional.of(new Failure(ErrorCode.STEP_FAILED, "Cannot finish step 'build': exit code 7; repair it")),
                OptionalInt.of(7),
                List.of(
                        new StepResult("greet", StepConclusion.SUCCEEDED, OptionalInt.of(0), Duration.ofMillis(12), 0),
                        new StepResult("build", StepConclusion.FAILED, OptionalInt.of(7), Duration.ofMillis(1300), 6),
                        StepResult.skipped("test", 9)),
                List.of());
    }

    private static JobResult result(
            Conclusion conclusion,
            Optional<Failure> failure,
            OptionalInt exitCode,
            List<StepResult> steps,
            List<Artifact> artifacts) {
        return new JobResult(
                KEY,
                conclusion,
                failure,
                exitCode,
                steps,
                Optional.of("process"),
                Optional.of(COMMIT),
                artifacts,
                START,
                START.plusMillis(1500));
    }
}
