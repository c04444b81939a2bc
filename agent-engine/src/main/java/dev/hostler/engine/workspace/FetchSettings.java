package dev.hostler.engine.workspace;

import dev.hostler.engine.retry.RetrySchedule;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a fetch takes from its surroundings. Immutable.
 *
 * @param home the home directory whose {@code .ssh} holds keys and known hosts
 * @param idleLimit how long a server may be silent
 * @param retries how often a server that fails is asked again
 */
record FetchSettings(Path home, Duration idleLimit, RetrySchedule retries) {
    /** The agent's user, and a minute: longer than a busy server takes to think, shorter than a person waits. */
    static FetchSettings ofUser() {
        return new FetchSettings(Path.of(System.getProperty("user.home")), Duration.ofSeconds(60), RetrySchedule.USUAL);
    }
}
