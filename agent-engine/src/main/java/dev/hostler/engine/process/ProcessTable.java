package dev.hostler.engine.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of this host as {@code /proc} shows them. Thread-safe. */
final class ProcessTable {
    private final Path proc;

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    Optional<ProcessStat> find(long pid) {
        return ProcessStat.read(proc, pid);
    }

    /** Returns every process there is; one that ends meanwhile may be missing. */
    List<ProcessStat> all() {
        List<ProcessStat> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                find(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        return found;
    }

    /** Returns the children of a process; the kernel's own list where it keeps one, else by looking at all. */
    List<ProcessStat> children(long pid) {
        List<ProcessStat> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                numbers(Files.readString(thread.resolve("children")))
                        .flatMap(child -> find(child).stream())
                        .forEach(found::add);
            }
            return found;
        } catch (IOException noSuchList) {
            return all().stream().filter(stat -> stat.parent() == pid).toList();
        }
    }

    private static Stream<Long> numbers(String text) {
        return Stream.of(text.split(" "))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf);
    }
}
