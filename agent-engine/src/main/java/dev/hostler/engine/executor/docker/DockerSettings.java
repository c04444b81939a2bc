package dev.hostler.engine.executor.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator can set. Immutable.
 *
 * @param address where the engine is
 * @param defaultImage the image of jobs that name none
 * @param pull when images are fetched
 * @param processes how many processes a sandbox may have when its spec does not say
 * @param alwaysCopy whether files are copied also where they could be shared
 */
record DockerSettings(EngineAddress address, String defaultImage, PullPolicy pull, long processes, boolean alwaysCopy) {
    private static final String DEFAULT_IMAGE = "busybox:latest";
    private static final String DEFAULT_PROCESSES = "4096";

    static DockerSettings read(Map<String, String> settings) {
        Optional<String> host =
                Optional.ofNullable(settings.get("host")).or(() -> Optional.ofNullable(System.getenv("DOCKER_HOST")));
        return new DockerSettings(
                EngineAddress.of(host.orElse("")),
                settings.getOrDefault("default-image", DEFAULT_IMAGE),
                policy(settings.getOrDefault("pull", "missing")),
                processes(settings.getOrDefault("processes", DEFAULT_PROCESSES)),
                alwaysCopy(settings.getOrDefault("shared-files", "auto")));
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

    private static long processes(String value) {
        try {
            long number = Long.parseLong(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw wrong("processes", value, "it is no number above 0");
    }

    private static RuntimeException wrong(String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT, "read setting docker." + name, value, cause, "correct the setting")
                .toException();
    }
}
