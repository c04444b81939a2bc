package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/**
 * What a workload should be. Sealed, with {@link CustomSpec} as the one open door for kinds of a plugin. A further kind of
 * the engine's own comes with a minor version.
 */
@Experimental
public sealed interface WorkloadSpec permits ComposeSpec, ContainerSpec, RunnerSpec, VmSpec, CustomSpec {
    /** Returns the kind, which names the {@code WorkloadProvider} in charge. */
    String kind();
}
