package dev.hostler.engine.executor.process;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.LimitSettings;
import dev.hostler.api.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator can set. Immutable.
 *
 * @param dataDirectory the agent's data, hidden from jobs
 * @param ownUser whether each sandbox gets a user of its own
 * @param firstUser the first of the user ids for sandboxes
 * @param limits what a sandbox may use when its spec does not say
 */
record ProcessSettings(Optional<Path> dataDirectory, boolean ownUser, int firstUser, SandboxSpec.Limits limits) {
    /** How many user ids sandboxes share. */
    static final int USERS = 65_536;

    /** Above what systemd and subordinate-id tools hand out (systemd's UIDS-GIDS.md), below 2^31. */
    private static final int LOWEST = 1_200_000_000;

    private static final int AGENTS = 10_000;

    /** Reads the settings; agents with different ids start from different user ids. */
    static ProcessSettings read(Map<String, String> settings, String agentId) {
        return new ProcessSettings(
                Optional.ofNullable(settings.get("data-directory")).map(Path::of),
                ownUser(settings.getOrDefault("user", "own")),
                Optional.ofNullable(settings.get("uid-base"))
                        .map(ProcessSettings::userId)
                        .orElse(LOWEST + Math.floorMod(agentId.hashCode(), AGENTS) * USERS),
                LimitSettings.read(Isolation.PROCESS.value(), settings));
    }

    private static boolean ownUser(String value) {
        return switch (value) {
            case "own" -> true;
            case "agent" -> false;
            default -> throw wrong("user", value, "it is neither 'own' nor 'agent'");
        };
    }

    private static int userId(String value) {
        try {
            int id = Integer.parseInt(value);
            if (id >= 1000 && id <= Integer.MAX_VALUE - USERS) {
                return id;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw wrong("uid-base", value, "it is no number from 1000 to " + (Integer.MAX_VALUE - USERS));
    }

    private static RuntimeException wrong(String name, String value, String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT, "read setting process." + name, value, cause, "correct the setting")
                .toException();
    }
}
