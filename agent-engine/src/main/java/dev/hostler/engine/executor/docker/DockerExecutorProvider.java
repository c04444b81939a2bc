package dev.hostler.engine.executor.docker;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.JobExecutor;

/**
 * Brings isolation by containers. Thread-safe.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code host}: the engine's address (default: {@code DOCKER_HOST}, else the local socket)
 *   <li>{@code default-image}: for jobs that name none (default {@code busybox:latest})
 *   <li>{@code pull}: when images are pulled: {@code missing} (the default), {@code always} or {@code never}
 *   <li>{@code pull-attempts}: how often a pull is tried when registry or network fail (default 6)
 *   <li>{@code pre-pull}: images, separated by commas, to pull in the background after the start
 *   <li>{@code ask-ahead}: an image that the engine is asked for in the background while the agent starts, for a job that
 *       comes at once; nothing is pulled
 *   <li>{@code config}: the directory of the {@code config.json} with the logins at registries (default:
 *       {@code DOCKER_CONFIG}, else {@code ~/.docker})
 *   <li>{@code cpus}, {@code memory} and {@code processes}: what a sandbox may use when its spec does not say, and each
 *       service (default: 4096 processes, the rest without limit; see {@link dev.hostler.api.spi.LimitSettings})
 *   <li>{@code shared-files}: {@code auto} (the default) or {@code no}: whether containers mount the agent's directories
 *       where they can, or files are always copied
 * </ul>
 */
public final class DockerExecutorProvider implements ExecutorProvider {
    /** Creates a provider; does nothing else. */
    public DockerExecutorProvider() {}

    @Override
    public String id() {
        return Isolation.DOCKER.value();
    }

    @Override
    public JobExecutor create(ExecutorContext context) {
        return DockerExecutor.of(context);
    }
}
