package dev.hostler.engine.executor.cgroup;

import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** One group in as many hierarchies as its controllers are spread over. Immutable; what it names is the kernel's. */
public final class ControlGroup {
    private static final String KILLS = "oom_kill ";
    private static final int ATTEMPTS = 5;

    private final Map<Controller, Place> places;

    ControlGroup(Map<Controller, Place> places) {
        this.places = Map.copyOf(places);
    }

    /**
     * Where a controller has its files. Immutable.
     *
     * @param version how they are named
     * @param directory the group's directory
     */
    record Place(GroupVersion version, Path directory) {}

    /** Names a group for its directories. */
    public static ControlGroup at(List<Path> directories) {
        Map<Controller, Place> places = new EnumMap<>(Controller.class);
        for (Path directory : directories) {
            boolean unified = Files.exists(directory.resolve("cgroup.events"));
            for (Controller controller : Controller.values()) {
                if (holds(directory, controller)) {
                    places.put(controller, new Place(unified ? GroupVersion.V2 : GroupVersion.V1, directory));
                }
            }
        }
        return new ControlGroup(places);
    }

    private static boolean holds(Path directory, Controller controller) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, controller.word() + ".*")) {
            return files.iterator().hasNext();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Returns the directories, each once. */
    public List<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        for (Controller controller : Controller.values()) {
            place(controller).map(Place::directory).ifPresent(directories::add);
        }
        return List.copyOf(directories);
    }

    /** Returns whether it has directories, and every one of them this in its path. */
    public boolean isNamed(String part) {
        List<Path> directories = directories();
        return !directories.isEmpty()
                && directories.stream()
                        .allMatch(directory -> directory.toString().contains(part));
    }

    /**
     * Names the group of this process's own under which it makes others; makes nothing. In version 2 it may come to be
     * beside this process's group, see {@link #prepare}.
     */
    public ControlGroup below(String name) {
        Map<Controller, Place> inner = new EnumMap<>(Controller.class);
        places.forEach((controller, place) -> inner.put(
                controller,
                new Place(place.version(), outside(place.directory(), name).resolve(name))));
        return new ControlGroup(inner);
    }

    /**
     * Makes the group {@link #below} ready to have others with limits in it. For version 2 this process may have to move
     * to a group of its own beside it.
     *
     * @param wanted the controllers whose limits are to be kept there
     * @return the group, with those of the controllers that can be
     */
    public ControlGroup prepare(String name, Set<Controller> wanted) {
        Map<Controller, Place> ready = new EnumMap<>(Controller.class);
        below(name).places.forEach((controller, place) -> {
            boolean asked = wanted.contains(controller);
            if (asked && (place.version() == GroupVersion.V1 || passesOn(place.directory(), name, controller))) {
                ready.put(controller, place);
            }
        });
        return new ControlGroup(ready);
    }

    /** Returns the controllers for which this process may make groups in this one; makes nothing. */
    public Set<Controller> writable() {
        Set<Controller> writable = EnumSet.noneOf(Controller.class);
        places.forEach((controller, place) -> {
            if (Files.isWritable(place.directory())) {
                writable.add(controller);
            }
        });
        return writable;
    }

    private static String leaf(String name) {
        return name + "-agent";
    }

    /** Once moved, this process's own group is the leaf. */
    private static Path outside(Path own, String name) {
        return own.endsWith(leaf(name)) ? Objects.requireNonNull(own.getParent()) : own;
    }

    private static boolean passesOn(Path group, String name, Controller controller) {
        Path around = Objects.requireNonNull(group.getParent());
        Path leaf = around.resolve(leaf(name));
        List<String> words = List.of(controller.word());
        try {
            return new Delegation(around, leaf).pass(words)
                    && Files.isDirectory(Files.createDirectories(group))
                    && new Delegation(group, leaf).passAsItIs(words);
        } catch (IOException notAllowed) {
            return false;
        }
    }

    /** Returns this group with those controllers whose directories end so. */
    public ControlGroup only(String ending) {
        Map<Controller, Place> kept = new EnumMap<>(Controller.class);
        places.forEach((controller, place) -> {
            if (place.directory().toString().endsWith(ending)) {
                kept.put(controller, place);
            }
        });
        return new ControlGroup(kept);
    }

    /** Returns the names of the groups in this one. */
    public Set<String> children() {
        Set<String> names = new TreeSet<>();
        for (Path directory : directories()) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, Files::isDirectory)) {
                found.forEach(child -> names.add(String.valueOf(child.getFileName())));
            } catch (IOException gone) {
                continue;
            }
        }
        return names;
    }

    /** Names a group in this one; makes nothing. */
    public ControlGroup child(String name) {
        Map<Controller, Place> inner = new EnumMap<>(Controller.class);
        places.forEach((controller, place) -> inner.put(
                controller, new Place(place.version(), place.directory().resolve(name))));
        return new ControlGroup(inner);
    }

    /**
     * Makes the group and limits what is in it.
     *
     * @return this group with the controllers that now hold; what could not be made is removed
     */
    public ControlGroup create(SandboxSpec.Limits limits) {
        Map<Controller, Place> made = new EnumMap<>(Controller.class);
        for (Map.Entry<Controller, Place> entry : places.entrySet()) {
            try {
                makeDirectory(entry.getValue().directory());
                new GroupLimits(entry.getValue()).set(entry.getKey(), limits);
                made.put(entry.getKey(), entry.getValue());
            } catch (IOException notAllowed) {
                removeIfEmpty(entry.getValue().directory());
            }
        }
        return new ControlGroup(made);
    }

    /** The last sandbox of the agent may remove the parent at the same moment. */
    private static void makeDirectory(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(directory);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Returns whether this controller's limit is kept by this group. */
    public boolean has(Controller controller) {
        return places.containsKey(controller);
    }

    /** Returns the memory limit and what it has cost; nothing if the group is gone. */
    public SandboxMemory memory() {
        return place(Controller.MEMORY).map(ControlGroup::memoryAt).orElse(SandboxMemory.UNKNOWN);
    }

    private static SandboxMemory memoryAt(Place place) {
        GroupVersion version = place.version();
        // "No limit" is a word in version 2, and a number of 19 digits in version 1.
        OptionalLong limit = words(place.directory().resolve(version.memoryLimit())).stream()
                .filter(word -> word.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
        return new SandboxMemory(limit, kills(place.directory().resolve(version.memoryEvents())));
    }

    private static long kills(Path file) {
        return lines(file).stream()
                .filter(line -> line.startsWith(KILLS))
                .mapToLong(line -> Long.parseLong(line.substring(KILLS.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /**
     * Removes the group, and its parent if that has no other.
     *
     * @return whether it is gone; not while a process is in it
     */
    public boolean remove() {
        boolean gone = true;
        for (Path directory : directories()) {
            gone &= removeIfEmpty(directory);
            Optional.ofNullable(directory.getParent()).ifPresent(ControlGroup::removeIfEmpty);
        }
        return gone;
    }

    static boolean removeIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    private Optional<Place> place(Controller controller) {
        return Optional.ofNullable(places.get(controller));
    }

    /** Returns the words of a file of the kernel; none if it can't be read. */
    static List<String> words(Path file) {
        List<String> words = new ArrayList<>();
        lines(file).forEach(line -> words.addAll(List.of(line.strip().split("\\s+"))));
        return words;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
        } catch (IOException gone) {
            return List.of();
        }
    }
}
