package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An agent, the host of its workloads, and what a test can do to both. Confined to one thread. */
interface WorkloadWorld {
    /** Returns the agent that lives now. */
    Agent agent();

    /** Returns what is on the host of a workload, whatever the agent thinks. */
    List<Instance> instances(WorkloadKey key);

    /** Returns all that is on the host of the agent. */
    List<Instance> instances();

    /** Returns a spec as this host needs it. */
    ContainerSpec spec(Variant variant, int workload);

    /** Ends an instance behind the agent's back. */
    void crash(Instance instance, int code);

    /** Removes an instance behind the agent's back. */
    void remove(Instance instance);

    /** Says whether the rare image is there. */
    void image(boolean there);

    /** Returns whether a test may take the host away, and the time is its own; if not, neither is asked for. */
    boolean isMadeUp();

    /** Says whether the host can be reached. */
    void reachable(boolean value);

    /** Lets the agent die after so many more acts. */
    void dieAfter(int acts);

    /** Lets the agent live on, if it still does; else starts another one. Returns whether it had died. */
    boolean revive();

    /** Closes the agent, does something, and starts another one. */
    void restart(Runnable meanwhile);

    /** Lets time pass in which nothing happens. */
    void pass(Duration time) throws InterruptedException;

    /** Lets things happen until there is no trouble any more and nothing happens by itself; fails if that does not come. */
    void awaitRest(Supplier<Optional<String>> trouble) throws InterruptedException;

    /** Returns how many instances were ever made. */
    int made();
}
