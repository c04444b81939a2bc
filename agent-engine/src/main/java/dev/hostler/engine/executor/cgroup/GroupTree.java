package dev.hostler.engine.executor.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the host's control groups are mounted. Immutable. */
public final class GroupTree {
    private static final Path PROC = Path.of("/proc");
    private static final String TOP = "/";

    private final List<Hierarchy> hierarchies;

    private GroupTree(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /**
     * One mounted hierarchy. Immutable.
     *
     * @param version its version
     * @param root which of its groups is mounted
     * @param mount where that is
     * @param controllers the kernel's names of its controllers
     */
    private record Hierarchy(GroupVersion version, String root, Path mount, List<String> controllers) {}

    /** Looks where they are mounted, as this process sees it; a host that can't be looked at has none. */
    public static GroupTree read() {
        try (Stream<String> lines = Files.lines(PROC.resolve("self/mountinfo"), StandardCharsets.UTF_8)) {
            return of(lines.toList());
        } catch (IOException unknown) {
            return new GroupTree(List.of());
        }
    }

    static GroupTree of(List<String> mountinfo) {
        List<Hierarchy> found = new ArrayList<>();
        for (String line : mountinfo) {
            hierarchy(line).ifPresent(found::add);
        }
        return new GroupTree(found);
    }

    /** A line of proc(5)'s mountinfo; the optional fields before the hyphen vary in number. */
    private static Optional<Hierarchy> hierarchy(String line) {
        String[] halves = line.split(" - ", 2);
        if (halves.length < 2) {
            return Optional.empty();
        }
        String[] place = halves[0].split(" ");
        String[] kind = halves[1].split(" ");
        Path mount = Path.of(place[4]);
        return switch (kind[0]) {
            case "cgroup" -> {
                List<String> options = Arrays.asList(kind[kind.length - 1].split(","));
                yield Optional.of(new Hierarchy(GroupVersion.V1, place[3], mount, options));
            }
            case "cgroup2" -> {
                List<String> controllers = ControlGroup.words(mount.resolve("cgroup.controllers"));
                yield Optional.of(new Hierarchy(GroupVersion.V2, place[3], mount, controllers));
            }
            default -> Optional.empty();
        };
    }

    /** Returns the group of this process, as far as it can be told. */
    public ControlGroup own() {
        return of("self");
    }

    /** Returns the group of a process, as far as it can be told; an empty one if the process is gone. */
    public ControlGroup of(long pid) {
        return of(String.valueOf(pid));
    }

    private ControlGroup of(String pid) {
        try {
            return groupOf(Files.readAllLines(PROC.resolve(pid + "/cgroup"), StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return new ControlGroup(Map.of());
        }
    }

    ControlGroup groupOf(List<String> lines) {
        Map<Controller, ControlGroup.Place> places = new EnumMap<>(Controller.class);
        for (Controller controller : Controller.values()) {
            place(controller.word(), lines).ifPresent(place -> places.put(controller, place));
        }
        return new ControlGroup(places);
    }

    /** Returns where a process's group has the files of a controller, by the kernel's name for that, such as blkio. */
    public Optional<Path> directory(long pid, String controller) {
        try {
            List<String> lines = Files.readAllLines(PROC.resolve(pid + "/cgroup"), StandardCharsets.UTF_8);
            return place(controller, lines).map(ControlGroup.Place::directory);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private Optional<ControlGroup.Place> place(String controller, List<String> lines) {
        return hierarchies.stream()
                .filter(hierarchy -> hierarchy.controllers().contains(controller))
                .findFirst()
                .flatMap(hierarchy -> directory(hierarchy, controller, lines)
                        .map(path -> new ControlGroup.Place(hierarchy.version(), path)));
    }

    /** The lines are of the form {@code NUMBER:CONTROLLERS:PATH}; version 2 names no controllers there. */
    private static Optional<Path> directory(Hierarchy hierarchy, String controller, List<String> lines) {
        return lines.stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .filter(parts -> hierarchy.version() == GroupVersion.V2
                        ? parts[1].isEmpty()
                        : Arrays.asList(parts[1].split(",")).contains(controller))
                .findFirst()
                .flatMap(parts -> below(hierarchy, parts[2]));
    }

    /** A group outside of what is mounted can't be reached. */
    private static Optional<Path> below(Hierarchy hierarchy, String path) {
        Path root = Path.of(hierarchy.root());
        Path group = Path.of(path);
        boolean reachable = path.startsWith(TOP) && group.equals(group.normalize()) && group.startsWith(root);
        return reachable ? Optional.of(hierarchy.mount().resolve(root.relativize(group))) : Optional.empty();
    }
}
