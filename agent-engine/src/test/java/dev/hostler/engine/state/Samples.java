package dev.hostler.engine.state;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Small values of the kinds that a store holds. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123456789Z");

    /** A key that is always the same, from nowhere but the environment. */
    static final KeySource KEYS = keys("the sample's key, of 32 bytes ..");

    private Samples() {}

    static KeySource keys(String secret) {
        String text = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        return KeySource.of(Map.of(KeySource.VARIABLE, text), Path.of("/nowhere/state.key"));
    }

    static JobKey key(String id) {
        return new JobKey(Owner.EMBEDDER, new JobId(id));
    }

    static JobSpec spec(String id, String script) {
        return JobSpec.builder(id).run(script).build();
    }

    static HandOver handOver(String sandbox) {
        Path root = Path.of("/srv/agent/sandboxes").resolve(sandbox);
        StepSpec step = StepSpec.builder("build", new StepCommand.Script("make", Optional.empty()))
                .build();
        return new HandOver(
                PipelineSpec.builder("demo", List.of(step)).build(),
                new SandboxHandle(sandbox, "process", "{\"pid\":7}"),
                new SandboxSpec.Directories(
                        root.resolve("work"),
                        root.resolve("home"),
                        root.resolve("in"),
                        root.resolve("out"),
                        root.resolve("scratch")),
                NOON,
                Duration.ofMillis(123_450),
                "boot-1",
                Duration.ofMinutes(30),
                Optional.of("0123456789012345678901234567890123456789"),
                true);
    }

    static JobResult result(JobKey job) {
        return new JobResult(
                job,
                Conclusion.SUCCEEDED,
                Optional.empty(),
                OptionalInt.of(0),
                List.of(),
                Optional.of("process"),
                Optional.empty(),
                List.of(),
                NOON,
                NOON.plusSeconds(5));
    }
}
