package dev.hostler.engine.runtime.docker;

import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadRuntime;

/**
 * Brings the runtime for containers. Thread-safe.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code host}: the engine's address (default: {@code DOCKER_HOST}, else the local socket)
 *   <li>{@code pull}: when images are pulled whose spec does not say: {@code missing} (the default), {@code always} or
 *       {@code never}
 *   <li>{@code pull-attempts}: how often a pull is tried when registry or network fail (default 6)
 *   <li>{@code pre-pull}: images, separated by commas, to pull in the background after the start
 *   <li>{@code config}: the directory of the {@code config.json} with the logins at registries (default:
 *       {@code DOCKER_CONFIG}, else {@code ~/.docker})
 *   <li>{@code log-max-size}: how large a file of a container's log gets before the next one begins, with the unit {@code
 *       k}, {@code m} or {@code g} (default {@code 10m})
 *   <li>{@code log-max-files}: how many such files are kept (default 3)
 * </ul>
 */
public final class DockerRuntimeProvider implements RuntimeProvider {
    /** Creates a provider; does nothing else. */
    public DockerRuntimeProvider() {}

    @Override
    public String id() {
        return ContainerSettings.PROVIDER;
    }

    @Override
    public WorkloadRuntime create(Context context) {
        return DockerRuntime.of(context);
    }
}
