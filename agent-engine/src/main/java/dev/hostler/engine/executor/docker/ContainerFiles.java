package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.model.Mount;
import dev.hostler.api.spi.SandboxSpec;
import java.util.List;

/** How a container comes by the directories of its sandbox, and what its process 1 is for that. Immutable. */
sealed interface ContainerFiles permits SharedDirectories, OwnDirectories {
    /** Returns what to mount. */
    List<Mount> mounts(SandboxSpec spec);

    /** Returns the arguments of {@code sh} for process 1. */
    List<String> arguments(SandboxSpec spec);

    /** Returns whether files have to be copied in and out. */
    boolean areCopied();
}
