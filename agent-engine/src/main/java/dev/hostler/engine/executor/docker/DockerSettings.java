package dev.hostler.engine.executor.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.LimitSettings;
import dev.hostler.api.spi.SandboxSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an operator can set. Immutable.
 *
 * @param address where the engine is
 * @param defaultImage the image of jobs that name none
 * @param pull when images are fetched
 * @param limits what a sandbox may use when its spec does not say
 */
record DockerSettings(EngineAddress address, String defaultImage, PullPolicy pull, SandboxSpec.Limits limits) {
    private static final String DEFAULT_IMAGE = "busybox:latest";

    /** Enough for any build, and too few to bring a host down. */
    private static final SandboxSpec.Limits DEFAULT_LIMITS =
            new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(4096));

    static DockerSettings read(Map<String, String> settings) {
        Optional<String> host =
                Optional.ofNullable(settings.get("host")).or(() -> Optional.ofNullable(System.getenv("DOCKER_HOST")));
        return new DockerSettings(
                EngineAddress.of(host.orElse("")),
                settings.getOrDefault("default-image", DEFAULT_IMAGE),
                policy(settings.getOrDefault("pull", "missing")),
                LimitSettings.read(Isolation.DOCKER.value(), settings).orElse(DEFAULT_LIMITS));
    }

    private static PullPolicy policy(String value) {
        for (PullPolicy policy : PullPolicy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(value)) {
                return policy;
            }
        }
        throw wrong("pull", value, "it is neither 'missing' nor 'always' nor 'never'");
    }

    private static RuntimeException wrong(String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT, "read setting docker." + name, value, cause, "correct the setting")
                .toException();
    }
}
