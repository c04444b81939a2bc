package dev.hostler.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A look at the processes of this host, as far as the fake needs it. Thread-safe. */
final class HostProcesses {
    /** The variable by which the processes of a fake sandbox are found, whatever session they are in. */
    static final String MARK = "HOSTLER_FAKE_SANDBOX";

    private static final Path PROC = Path.of("/proc");

    private HostProcesses() {}

    /** Returns when a process started, in clock ticks after boot; empty if it is gone or a zombie. */
    static Optional<String> start(long pid) {
        List<String> stat = stat(pid);
        return stat.isEmpty() || stat.get(0).equals("Z") ? Optional.empty() : Optional.of(stat.get(19));
    }

    static boolean isShell(long pid) {
        return read(pid, "comm").equals("sh\n");
    }

    static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
    }

    static Set<Long> descendants(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .filter(found -> start(found).isPresent())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Returns the processes that inherited the mark of a sandbox. */
    static Set<Long> belongingTo(String sandbox) {
        String variable = "\0" + MARK + "=" + sandbox + "\0";
        Set<Long> found = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (("\0" + read(pid, "environ")).contains(variable)
                        && start(pid).isPresent()) {
                    found.add(pid);
                }
            }
        } catch (IOException gone) {
            return found;
        }
        return found;
    }

    /** Kills processes; says whether there were none. */
    static boolean kill(Set<Long> pids) {
        pids.forEach(HostProcesses::kill);
        return pids.isEmpty();
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Returns the fields after the name, which stands in parentheses and may itself hold anything. */
    private static List<String> stat(long pid) {
        String text = read(pid, "stat");
        int name = text.lastIndexOf(") ");
        return name < 0 ? List.of() : List.of(text.substring(name + 2).split(" "));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(String.valueOf(pid)).resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
