package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.Optional;

/**
 * What a workload should be. Sealed, with {@link CustomSpec} as the one open door for kinds of a plugin. A further kind of
 * the engine's own comes with a minor version.
 */
@Experimental
public sealed interface WorkloadSpec permits ComposeSpec, ContainerSpec, RunnerSpec, VmSpec, CustomSpec {
    /** The time to stop of those that do not say: Docker's. */
    Duration USUAL_GRACE = Duration.ofSeconds(10);

    /** Returns the kind, which names the {@code WorkloadProvider} in charge. */
    String kind();

    /** Returns what to do when an instance ends by itself; always started again if the kind does not say. */
    default RestartPolicy restart() {
        return RestartPolicy.always();
    }

    /** Returns the time between the request to stop and the kill; {@link #USUAL_GRACE} if the kind does not say. */
    default Duration stopGrace() {
        return USUAL_GRACE;
    }

    /** Returns how to see that an instance does its work; empty: it is well while it runs. */
    default Optional<HealthCheck> health() {
        return Optional.empty();
    }
}
