package dev.hostler.engine.executor.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.LimitSettings;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.docker.EngineSettings;
import dev.hostler.engine.docker.ImageName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an operator can set. Immutable.
 *
 * @param engine where the engine is, and how it comes by images
 * @param defaultImage the image of jobs that name none
 * @param limits what a sandbox may use when its spec does not say
 * @param alwaysCopy whether files are copied also where they could be shared
 * @param askAhead the image that the engine is asked for while the agent starts
 * @param ledger the file that says which images were fetched; empty if the executor has no place for it
 */
record DockerSettings(
        EngineSettings engine,
        String defaultImage,
        SandboxSpec.Limits limits,
        boolean alwaysCopy,
        Optional<ImageName> askAhead,
        Optional<Path> ledger) {
    private static final String PROVIDER = Isolation.DOCKER.value();
    private static final String DEFAULT_IMAGE = "busybox:latest";

    /** Enough for any build, and too few to bring a host down. */
    private static final SandboxSpec.Limits DEFAULT_LIMITS =
            new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(4096));

    static DockerSettings read(Map<String, String> settings) {
        return new DockerSettings(
                EngineSettings.read(PROVIDER, settings),
                settings.getOrDefault("default-image", DEFAULT_IMAGE),
                LimitSettings.read(PROVIDER, settings).orElse(DEFAULT_LIMITS),
                alwaysCopy(settings.getOrDefault("shared-files", "auto")),
                Optional.ofNullable(settings.get("ask-ahead")).map(ImageName::new),
                Optional.ofNullable(settings.get("data-directory"))
                        .map(data -> Path.of(data, "executors", PROVIDER, "images")));
    }

    /** Returns whether the image of jobs that name none is our own choice, and not the operator's. */
    boolean hasUsualImage() {
        return defaultImage.equals(DEFAULT_IMAGE);
    }

    private static boolean alwaysCopy(String value) {
        return switch (value) {
            case "auto" -> false;
            case "no" -> true;
            default ->
                throw Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "read setting " + PROVIDER + ".shared-files",
                                value,
                                "it is neither 'auto' nor 'no'",
                                "correct the setting")
                        .toException();
        };
    }
}
