package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.docker.EngineTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether a container can mount the agent's directories. Thread-safe.
 *
 * <p>An engine at a local socket usually can. If the agent runs in one of its containers, the paths are translated to the
 * host's; what can't be translated, and what the engine does not find, is copied.
 */
final class FileSharing {
    private static final String NOT_FOUND = "bind source path does not exist";

    private final DockerSettings settings;
    private final Containers containers;
    private final Labels labels;

    FileSharing(DockerSettings settings, Containers containers, Labels labels) {
        this.settings = settings;
        this.containers = containers;
        this.labels = labels;
    }

    /** Chooses the way for a sandbox. */
    ContainerFiles choose(SandboxSpec spec) {
        if (settings.alwaysCopy()) {
            return copied(spec, "the setting docker.shared-files forbids it");
        }
        if (!settings.engine().address().isLocal()) {
            return copied(spec, "the engine at " + settings.engine().address().uri() + " may be on another machine");
        }
        MountTable mounted = mounts();
        Optional<OwnContainer> own = OwnContainer.find(containers, mounted);
        if (own.isEmpty()) {
            return new SharedDirectories(absolute(spec.directories()));
        }
        return own.get()
                .onHost(spec.directories(), mounted)
                .<ContainerFiles>map(SharedDirectories::new)
                .orElseGet(
                        () -> copied(spec, "the agent runs in a container and its data directory on no mount of that"));
    }

    /**
     * Returns the way to go after an engine has refused to make the container, if it was for the mounts. What is there for
     * us and not for the engine, it sees elsewhere or not at all; the sandbox's id is in the path, so no other directory can
     * be there by chance.
     */
    Optional<ContainerFiles> afterRefusal(ContainerFiles tried, SandboxSpec spec, DockerException refused) {
        return !tried.areCopied() && EngineTrouble.message(refused).contains(NOT_FOUND) && areHere(spec.directories())
                ? Optional.of(copied(spec, "the engine does not see the agent's directories"))
                : Optional.empty();
    }

    private static boolean areHere(SandboxSpec.Directories at) {
        return Stream.of(at.workspace(), at.home(), at.input(), at.output()).allMatch(Files::isDirectory);
    }

    private ContainerFiles copied(SandboxSpec spec, String cause) {
        return new OwnDirectories(cause, labels.of(spec.id()));
    }

    private static MountTable mounts() {
        try {
            return MountTable.read();
        } catch (IOException noProc) {
            return new MountTable(List.of());
        }
    }

    private static SandboxSpec.Directories absolute(SandboxSpec.Directories at) {
        return new SandboxSpec.Directories(
                absolute(at.workspace()),
                absolute(at.home()),
                absolute(at.input()),
                absolute(at.output()),
                at.scratch());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath();
    }
}
