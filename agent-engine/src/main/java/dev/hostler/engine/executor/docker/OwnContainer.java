package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container that the agent itself runs in, if it is one of the engine's, and where its files are for the engine.
 * Immutable.
 *
 * @param id the container's id
 * @param mounts what the engine has mounted into it
 */
record OwnContainer(String id, List<MountedDirectory> mounts) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /** Docker mounts these from the directory that it keeps for the container, whose name is the id. */
    private static final Set<String> MOUNTED_FILES = Set.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

    OwnContainer {
        mounts = List.copyOf(mounts);
    }

    /**
     * A directory of the host in the container. Immutable.
     *
     * @param source its path on the host
     * @param target its path in the container
     */
    record MountedDirectory(String source, Path target) {}

    /** Looks for it among the engine's containers; empty if the agent runs in none of them. */
    static Optional<OwnContainer> find(Containers containers, MountTable mounted) {
        for (String id : candidates(mounted, cgroups())) {
            Optional<InspectContainerResponse> found = containers.find(id);
            if (found.isPresent()) {
                return Optional.of(of(found.get()));
            }
        }
        return Optional.empty();
    }

    private static OwnContainer of(InspectContainerResponse found) {
        List<MountedDirectory> mounts = new ArrayList<>();
        for (InspectContainerResponse.Mount mount :
                Optional.ofNullable(found.getMounts()).orElse(List.of())) {
            if (mount.getSource() != null && !mount.getSource().isEmpty() && mount.getDestination() != null) {
                mounts.add(new MountedDirectory(
                        mount.getSource(), Path.of(mount.getDestination().getPath())));
            }
        }
        return new OwnContainer(found.getId(), mounts);
    }

    /** A host shows the mounts of its containers too, but has none at these points for itself. */
    static Set<String> candidates(MountTable mounted, List<String> cgroups) {
        Set<String> ids = new LinkedHashSet<>();
        for (MountTable.Entry entry : mounted.entries()) {
            if (MOUNTED_FILES.contains(entry.point().toString())) {
                ids.addAll(idsIn(entry.root()));
            }
        }
        cgroups.forEach(line -> ids.addAll(idsIn(line)));
        return ids;
    }

    private static List<String> idsIn(String text) {
        Matcher matcher = ID.matcher(text);
        List<String> ids = new ArrayList<>();
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }

    private static List<String> cgroups() {
        try {
            return Files.readAllLines(Path.of("/proc/self/cgroup"));
        } catch (IOException none) {
            return List.of();
        }
    }

    /** Returns where directories are on the host; empty if one of them lies only in this container. */
    Optional<SandboxSpec.Directories> onHost(SandboxSpec.Directories ours, MountTable mounted) {
        List<Path> paths = new ArrayList<>();
        for (Path path : List.of(ours.workspace(), ours.home(), ours.input(), ours.output())) {
            Optional<Path> there = onHost(path.toAbsolutePath().normalize(), mounted);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            paths.add(there.get());
        }
        return Optional.of(
                new SandboxSpec.Directories(paths.get(0), paths.get(1), paths.get(2), paths.get(3), ours.scratch()));
    }

    /** A mount inside of the container can cover one of the engine's: the kernel's table tells. */
    private Optional<Path> onHost(Path path, MountTable mounted) {
        return mounted.covering(path)
                .flatMap(covering -> mounts.stream()
                        .filter(mount -> mount.target().equals(covering.point()))
                        .map(mount ->
                                Path.of(mount.source()).resolve(mount.target().relativize(path)))
                        .findFirst());
    }
}
