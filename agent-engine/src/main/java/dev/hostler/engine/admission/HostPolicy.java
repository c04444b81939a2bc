package dev.hostler.engine.admission;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.AdmissionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The engine's own policy: nothing beyond an ordinary container's powers, and of the host only what lies below some
 * directories, judged after symbolic links are followed. Immutable.
 *
 * <p>Settings of {@value #ID}, each a list with commas: {@code allow} names powers that are allowed ({@code privileged},
 * {@code host-network}, {@code host-pid}, {@code host-ipc}, {@code capability:NAME}, {@code device:PATH}, {@code bridge:NAME}), {@code paths}
 * the directories (default {@value #PATHS}).
 */
public final class HostPolicy implements AdmissionPolicy {
    /** The name of its settings. */
    public static final String ID = "policy";

    /** The directories that are allowed where no setting says otherwise. */
    static final String PATHS = "/data,/srv,/mnt,/opt/data,/var/lib/libvirt/images";

    private final Set<String> allowed;
    private final List<Path> directories;
    private final Path state;

    private HostPolicy(Set<String> allowed, List<Path> directories, Path state) {
        this.allowed = allowed;
        this.directories = directories;
        this.state = state;
    }

    /**
     * Reads the settings.
     *
     * @param state the data directory, which nobody may see whatever the settings say
     */
    public static HostPolicy of(Map<String, String> settings, Path state) {
        for (String name : settings.keySet()) {
            if (!Set.of("allow", "paths").contains(name)) {
                throw Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "accept setting",
                                ID + "." + name,
                                "there is no such setting",
                                "use allow or paths")
                        .toException();
            }
        }
        return new HostPolicy(
                words(settings.getOrDefault("allow", "")).collect(Collectors.toUnmodifiableSet()),
                words(settings.getOrDefault("paths", PATHS))
                        .map(HostPolicy::real)
                        .toList(),
                real(state.toString()));
    }

    /** Says in one line what it allows. */
    public String describe() {
        return "host paths below " + directories.stream().map(Path::toString).collect(Collectors.joining(", "))
                + "; powers beyond an ordinary container's: "
                + (allowed.isEmpty() ? "none" : String.join(", ", new TreeSet<>(allowed)));
    }

    private static Stream<String> words(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }

    @Override
    public List<Failure> review(Request request) {
        List<Failure> refused = new ArrayList<>();
        for (String ability : new TreeSet<>(request.abilities())) {
            if (!allowed.contains(ability)) {
                refused.add(denied(
                        request,
                        "it asks for " + ability + ", which is denied",
                        "an operator allows it with the setting " + ID + ".allow=" + ability));
            }
        }
        for (String path : new TreeSet<>(request.hostPaths())) {
            judge(path)
                    .ifPresent(cause -> refused.add(denied(
                            request, cause, "an operator allows a directory with the setting " + ID + ".paths")));
        }
        return refused;
    }

    private Optional<String> judge(String path) {
        Path real = real(path);
        String shown = real.toString().equals(path) ? "'" + path + "'" : "'" + path + "', which is '" + real + "'";
        if (real.startsWith(state) || state.startsWith(real)) {
            return Optional.of("its path (volumes.hostPath, disks.path) " + shown + " holds the agent's own state");
        }
        if (directories.stream().noneMatch(real::startsWith)) {
            return Optional.of("its path (volumes.hostPath, disks.path) " + shown + " is outside of " + directories);
        }
        return Optional.empty();
    }

    private static Failure denied(Request request, String cause, String remedy) {
        return Failure.cannot(ErrorCode.POLICY_DENIED, "apply", request.subject(), cause, remedy);
    }

    /** Follows the links of as much of a path as is there; what is not there can't be a link. */
    private static Path real(String text) {
        Path path = Path.of(text).toAbsolutePath().normalize();
        for (Path there = path; there != null; there = there.getParent()) {
            if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    return there.toRealPath().resolve(there.relativize(path)).normalize();
                } catch (IOException dangling) {
                    // A link to nowhere: nobody can say where it will lead.
                    return Path.of("/");
                }
            }
        }
        return path;
    }
}
