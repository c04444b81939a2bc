package dev.hostler.engine.executor.process;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.JobExecutor;

/**
 * Brings isolation by namespaces of the Linux kernel. Thread-safe.
 *
 * <p>Settings: {@code data-directory}, hidden from jobs; {@code user}, either {@code own} (a user of its own for each
 * sandbox, where the agent is root) or {@code agent} (the agent's user without its powers, for tools that are installed
 * in that user's home; files and devices which that user may open are then open to jobs); {@code uid-base}, the first of
 * 65536 user ids for sandboxes; {@code cpus}, {@code memory} and {@code processes}, what a sandbox may use when its spec
 * does not say (see {@link dev.hostler.api.spi.LimitSettings}). Limits are kept by control groups, where the agent may make
 * them; there the default is 4096 processes.
 */
public final class ProcessExecutorProvider implements ExecutorProvider {
    /** Creates a provider; does nothing else. */
    public ProcessExecutorProvider() {}

    @Override
    public String id() {
        return Isolation.PROCESS.value();
    }

    @Override
    public JobExecutor create(ExecutorContext context) {
        return ProcessExecutor.of(context);
    }
}
