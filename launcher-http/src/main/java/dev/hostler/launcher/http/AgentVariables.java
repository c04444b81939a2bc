package dev.hostler.launcher.http;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the environment says about the agent itself. */
final class AgentVariables {
    private AgentVariables() {}

    /** Reads the settings; throws {@code AgentException} with the name of the first that is wrong. */
    static AgentConfig.Builder config(Environment environment) {
        AgentConfig.Builder config = AgentConfig.builder(dataDirectory(environment));
        whole(environment, "HOSTLER_SLOTS").ifPresent(config::slots);
        whole(environment, "HOSTLER_QUEUE_LIMIT").ifPresent(config::queueLimit);
        whole(environment, "HOSTLER_JOB_TIMEOUT").map(Duration::ofSeconds).ifPresent(config::jobTimeout);
        return config;
    }

    private static Path dataDirectory(Environment environment) {
        return environment.variable("HOSTLER_DATA_DIR").map(Path::of).orElseGet(() -> platformDefault(environment));
    }

    private static Path platformDefault(Environment environment) {
        if (isRoot()) {
            return Path.of("/var/lib/hostler");
        }
        return environment
                .variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("hostler");
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "root".equals(System.getProperty("user.name")); // no Linux
        }
    }

    private static Optional<Integer> whole(Environment environment, String name) {
        return environment.variable(name).map(text -> whole(name, text));
    }

    private static int whole(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw refused(name);
        }
    }

    /** Names the variable and not its value, which may be a secret by mistake. */
    private static AgentException refused(String name) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept environment variable",
                        name,
                        "it is no whole number",
                        "correct it")
                .toException();
    }
}
