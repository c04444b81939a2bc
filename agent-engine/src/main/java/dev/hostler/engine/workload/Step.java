package dev.hostler.engine.workload;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime.Change;
import java.util.List;

/** What is to be done next for one workload. Immutable. */
sealed interface Step {
    /** Nothing: it is as wanted, as far as it can be. */
    record Nothing() implements Step {}

    /** Makes an instance, where there is none. */
    record Create() implements Step {}

    /** Takes over an instance that was made for this very wish. */
    record Adopt(Instance instance) implements Step {}

    /** Takes note that the instance that is there is what is wanted. */
    record Note(Instance instance) implements Step {}

    /** Starts an instance that was not meant to run before, or never ran. */
    record Start(InstanceHandle instance) implements Step {}

    /** Starts an instance again that has ended, or that is unhealthy. */
    record Restart(Instance instance) implements Step {}

    /** Starts an instance of an earlier wish again that has ended, while the newer one can't be met. */
    record Revive(Instance instance) implements Step {}

    /** Stops an instance. */
    record Stop(InstanceHandle instance) implements Step {}

    /** Changes an instance in place. */
    record Update(Instance instance) implements Step {}

    /** Brings a new instance, and lets the old one go. */
    record Replace(Instance old, Change change) implements Step {}

    /** Removes instances that an interrupted replacement has left, or that are of no use any more. */
    record Discard(List<Instance> instances) implements Step {}

    /** Takes note that it is well, so that its attempts are counted anew. */
    record Settle() implements Step {}

    /** Takes note that it has ended, or is unhealthy, and is not started again. */
    record Conclude(Instance instance) implements Step {}

    /** Removes all of the workload, and forgets it. */
    record Remove(List<Instance> instances) implements Step {}
}
