package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.hostler.api.spi.SandboxSpec;
import java.util.List;
import java.util.Map;

/**
 * The container has directories of its own, which files are copied into and out of. Immutable.
 *
 * @param cause why the agent's directories can't be mounted
 * @param labels what the volumes carry
 */
record OwnDirectories(String cause, Map<String, String> labels) implements ContainerFiles {
    /**
     * Process 1 stays and reaps. It waits by reading the container's standard input, to which nobody writes: a program to
     * wait for would be killed with the steps. On USR1 it starts and awaits a shell, which makes it see what else has died:
     * shells do not reap orphans while they read.
     */
    private static final String KEEPER = """
            trap : HUP INT QUIT TERM USR2 ALRM
            trap 'woken=1; :& wait' USR1
            while :; do woken=; read -r line || [ "$woken" ] || sleep 1; done
            """;

    /** Volumes, since the layer of a container is slow to write; without names, so that they go with it. */
    @Override
    public List<Mount> mounts(SandboxSpec spec) {
        return List.of(volume(ContainerPlan.LAYOUT.workspace()), volume(ContainerPlan.LAYOUT.home()));
    }

    private Mount volume(String target) {
        return new Mount()
                .withType(MountType.VOLUME)
                .withTarget(target)
                .withVolumeOptions(new VolumeOptions().withNoCopy(true).withLabels(labels));
    }

    @Override
    public List<String> arguments(SandboxSpec spec) {
        return List.of("-c", KEEPER);
    }

    @Override
    public List<String> shared() {
        return List.of();
    }

    @Override
    public boolean areCopied() {
        return true;
    }
}
