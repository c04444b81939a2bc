package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.model.Mount;
import dev.hostler.api.spi.SandboxSpec;
import java.util.List;

/** How a container comes by the directories of its sandbox, and what its process 1 is for that. Immutable. */
sealed interface ContainerFiles permits SharedDirectories, OwnDirectories {
    /** The directories that a sandbox can write, at the places where it has them. */
    List<String> WRITABLE =
            List.of(ContainerPlan.LAYOUT.workspace(), ContainerPlan.LAYOUT.home(), ContainerPlan.LAYOUT.output());

    /** Returns what to mount. */
    List<Mount> mounts(SandboxSpec spec);

    /** Returns the arguments of {@code sh} for process 1. */
    List<String> arguments(SandboxSpec spec);

    /** Returns the directories of the host that a sandbox can write, in the order of {@link #WRITABLE}; none if copied. */
    List<String> shared();

    /** Returns whether files have to be copied in and out. */
    boolean areCopied();
}
