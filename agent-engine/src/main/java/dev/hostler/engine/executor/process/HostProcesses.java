package dev.hostler.engine.executor.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code /proc} tells of the sandboxes on this host. Thread-safe. */
final class HostProcesses {
    /** The variable that every process of a sandbox is born with: {@code AGENT/SANDBOX}. */
    static final String MARK = "HOSTLER_SANDBOX";

    private static final Path PROC = Path.of("/proc");

    /** Returns all process numbers. */
    List<Long> all() throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(
                    entry -> found.add(Long.parseLong(entry.getFileName().toString())));
        }
        return found;
    }

    /** Returns the variables a process was started with; none if it is gone or another user's. */
    Map<String, String> environment(long pid) {
        return strings(pid, "environ")
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> first));
    }

    /** Returns a process's command line; empty if it is gone. */
    List<String> command(long pid) {
        return strings(pid, "cmdline").toList();
    }

    private static Stream<String> strings(long pid, String file) {
        try {
            String text = Files.readString(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
            return Stream.of(text.split("\0"));
        } catch (IOException goneOrNotOurs) {
            return Stream.empty();
        }
    }

    /** Returns a name for the PID namespace a process is in. */
    Optional<String> namespace(long pid) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(PROC.resolve(pid + "/ns/pid")).toString());
        } catch (IOException goneOrNotOurs) {
            return Optional.empty();
        }
    }

    /** Returns the number a process has in its own PID namespace; empty if it is gone. */
    Optional<Long> innerNumber(long pid) {
        return status(pid, "NSpid:").map(numbers -> Long.valueOf(numbers[numbers.length - 1]));
    }

    /** Returns a process's parent. */
    Optional<Long> parent(long pid) {
        return status(pid, "PPid:").map(numbers -> Long.valueOf(numbers[0]));
    }

    /** Returns whether a process is there and more than a zombie. */
    boolean runs(long pid) {
        return status(pid, "State:")
                .filter(words -> !words[0].equals("Z") && !words[0].equals("X"))
                .isPresent();
    }

    /** Returns a process's user; 0 if it is gone. */
    int user(long pid) {
        return status(pid, "Uid:").map(ids -> Integer.parseInt(ids[0])).orElse(0);
    }

    /** Returns whether any process belongs to a user; the owner of its directory is its effective user. */
    boolean hasUser(int uid) throws IOException {
        for (long pid : all()) {
            if (owner(pid) == uid) {
                return true;
            }
        }
        return false;
    }

    private static int owner(long pid) {
        try {
            return (Integer) Files.getAttribute(PROC.resolve(String.valueOf(pid)), "unix:uid");
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Returns when a process started, in clock ticks: field 22 of proc(5), counted from the name's last parenthesis. */
    Optional<Long> startTicks(long pid) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(
                    Long.valueOf(line.substring(line.lastIndexOf(')') + 2).split(" ")[19]));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Optional<String[]> status(long pid, String key) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip().split("\\s+"))
                    .findFirst();
        } catch (IOException | UncheckedIOException gone) {
            return Optional.empty();
        }
    }
}
