package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadRuntime;

/**
 * Brings the runtime for Compose applications. Thread-safe.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code compose-binary}: what starts Compose, with its words apart by blanks (default: {@code docker compose}, else
 *       {@code docker-compose})
 *   <li>{@code host}, {@code pull}, {@code pull-attempts}, {@code config}: as for containers
 * </ul>
 */
public final class ComposeRuntimeProvider implements RuntimeProvider {
    /** Creates a provider; does nothing else. */
    public ComposeRuntimeProvider() {}

    @Override
    public String id() {
        return ComposeSettings.PROVIDER;
    }

    @Override
    public WorkloadRuntime create(Context context) {
        return ComposeRuntime.of(context);
    }
}
