package dev.hostler.engine.warm;

import java.util.Optional;

/**
 * Opens sandboxes before their jobs come. Thread-safe.
 *
 * @param <S> what stands then
 */
@FunctionalInterface
public interface WarmSource<S extends Standing> {
    /**
     * Opens one and waits until it is ready. If this call fails or is interrupted, nothing is left behind.
     *
     * @return empty if sandboxes of this kind can't be opened in advance now, for example since the image is not here
     * @throws dev.hostler.api.error.AgentException if the host refuses it
     */
    Optional<S> open(WarmKey key) throws InterruptedException;
}
