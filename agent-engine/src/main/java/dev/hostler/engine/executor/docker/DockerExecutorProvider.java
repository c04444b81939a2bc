package dev.hostler.engine.executor.docker;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.JobExecutor;

/**
 * Brings isolation by containers. Thread-safe.
 *
 * <p>Settings: {@code host}, the engine's address (default: {@code DOCKER_HOST}, else the local socket);
 * {@code default-image}, for jobs that name none (default {@code busybox:latest}); {@code pull}, one of {@code missing}
 * (the default), {@code always} and {@code never}; {@code processes}, how many a sandbox may have when its spec does not
 * say (default 4096); {@code shared-files}, {@code auto} (the default) or {@code no}: whether containers mount the agent's
 * directories where they can, or files are always copied.
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
