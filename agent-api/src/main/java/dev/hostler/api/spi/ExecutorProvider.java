package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;

/**
 * Brings a kind of isolation for jobs. Found by {@link java.util.ServiceLoader}, or given to the agent's configuration.
 * Creating a provider and asking its id does no I/O and loads no native code.
 */
@Experimental
public interface ExecutorProvider {
    /** Returns the executor's id, by which a job asks for it; see {@code Isolation}. Ids of plugins are unique. */
    String id();

    /**
     * Creates the executor. Called once per agent, before any other work.
     *
     * <p>Must not fail for what the host lacks: such an executor is created all the same, and its fingerprint says what
     * is missing.
     */
    JobExecutor create(ExecutorContext context);
}
