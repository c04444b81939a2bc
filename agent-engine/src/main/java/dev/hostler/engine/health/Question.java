package dev.hostler.engine.health;

import java.time.Duration;
import java.util.Optional;

/** Something an instance can be asked. Thread-safe. */
@FunctionalInterface
interface Question {
    /**
     * Asks once.
     *
     * @param limit how long the answer may take
     * @return what is wrong; empty if it is well
     * @throws dev.hostler.api.error.AgentException if the question could not be put, which says nothing of the instance
     */
    Optional<String> trouble(Duration limit) throws InterruptedException;
}
