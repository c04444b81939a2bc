package dev.hostler.engine.executor.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.LimitSettings;
import dev.hostler.api.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What an operator can set. Immutable.
 *
 * @param address where the engine is
 * @param defaultImage the image of jobs that name none
 * @param pull when and how images are pulled
 * @param prePull images to pull after the start, before a job needs them
 * @param logins the directory of the file that {@code docker login} writes
 * @param limits what a sandbox may use when its spec does not say
 * @param alwaysCopy whether files are copied also where they could be shared
 */
record DockerSettings(
        EngineAddress address,
        String defaultImage,
        PullSettings pull,
        List<ImageName> prePull,
        Path logins,
        SandboxSpec.Limits limits,
        boolean alwaysCopy) {
    private static final String DEFAULT_IMAGE = "busybox:latest";

    /** Enough for any build, and too few to bring a host down. */
    private static final SandboxSpec.Limits DEFAULT_LIMITS =
            new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(4096));

    private static final long MOST_ATTEMPTS = 1000;

    static DockerSettings read(Map<String, String> settings) {
        Optional<String> host =
                Optional.ofNullable(settings.get("host")).or(() -> Optional.ofNullable(System.getenv("DOCKER_HOST")));
        return new DockerSettings(
                EngineAddress.of(host.orElse("")),
                settings.getOrDefault("default-image", DEFAULT_IMAGE),
                pull(settings),
                list(settings.getOrDefault("pre-pull", "")),
                Optional.ofNullable(settings.get("config")).map(Path::of).orElseGet(DockerSettings::usualLogins),
                LimitSettings.read(Isolation.DOCKER.value(), settings).orElse(DEFAULT_LIMITS),
                alwaysCopy(settings.getOrDefault("shared-files", "auto")));
    }

    /** Returns whether the image of jobs that name none is our own choice, and not the operator's. */
    boolean hasUsualImage() {
        return defaultImage.equals(DEFAULT_IMAGE);
    }

    private static PullSettings pull(Map<String, String> settings) {
        String attempts = settings.getOrDefault("pull-attempts", String.valueOf(PullRetries.USUAL_ATTEMPTS));
        return new PullSettings(
                policy(settings.getOrDefault("pull", "missing")),
                new PullRetries((int) Math.min(number("pull-attempts", attempts), MOST_ATTEMPTS)),
                PullPace.USUAL);
    }

    /** Where {@code docker login} leaves its file for this user. */
    private static Path usualLogins() {
        String named = System.getenv("DOCKER_CONFIG");
        return named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".docker") : Path.of(named);
    }

    private static List<ImageName> list(String value) {
        return Stream.of(value.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(ImageName::new)
                .toList();
    }

    private static boolean alwaysCopy(String value) {
        return switch (value) {
            case "auto" -> false;
            case "no" -> true;
            default -> throw wrong("shared-files", value, "it is neither 'auto' nor 'no'");
        };
    }

    private static PullPolicy policy(String value) {
        for (PullPolicy policy : PullPolicy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(value)) {
                return policy;
            }
        }
        throw wrong("pull", value, "it is neither 'missing' nor 'always' nor 'never'");
    }

    private static long number(String name, String value) {
        try {
            long number = Long.parseLong(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw wrong(name, value, "it is no number above 0");
    }

    private static RuntimeException wrong(String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT, "read setting docker." + name, value, cause, "correct the setting")
                .toException();
    }
}
