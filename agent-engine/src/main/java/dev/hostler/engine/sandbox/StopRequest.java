package dev.hostler.engine.sandbox;

import java.time.Duration;
import java.util.Optional;

/** Says whether a running step shall end. Asked very often, on the thread that follows the step; must not block. */
@FunctionalInterface
public interface StopRequest {
    /** Never stops. */
    StopRequest NEVER = Optional::empty;

    /**
     * Returns how long the step's processes may take after a TERM; empty: go on. Once present it stays present; a
     * shorter time than before counts at once.
     */
    Optional<Duration> grace();
}
