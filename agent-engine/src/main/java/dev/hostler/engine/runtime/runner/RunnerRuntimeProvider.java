package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadRuntime;

/**
 * Brings the runtime for Actions runners. Thread-safe.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code api}: where releases of the runner's program are asked for (default {@code https://api.github.com})
 *   <li>{@code web}: where runners are registered (default {@code https://github.com})
 *   <li>{@code token-file}: a file with a token for the API, which allows more requests in an hour
 *   <li>{@code cache}: where archives and unpacked programs are kept (default: below the agent's data directory)
 *   <li>{@code store}: the id of an artifact store in which archives are looked for before they are fetched, and kept after
 *   <li>{@code preinstalled}: directories, separated by commas, that may hold a program (default {@code
 *       /opt/actions-runner,/home/runner})
 *   <li>{@code attempts}: how often a request is tried (default 3)
 *   <li>{@code retry-wait-ms}: the first wait between attempts (default 2000); each further one is twice as long
 *   <li>{@code listener-retries}: how often in a row a runner may fail to reach its server (default 10)
 *   <li>{@code check-every-ms}: how often disk and memory are looked at (default 30000)
 * </ul>
 */
public final class RunnerRuntimeProvider implements RuntimeProvider {
    /** Creates a provider; does nothing else. */
    public RunnerRuntimeProvider() {}

    @Override
    public String id() {
        return RunnerSettings.PROVIDER;
    }

    @Override
    public WorkloadRuntime create(Context context) {
        return RunnerRuntime.of(context);
    }
}
