package dev.hostler.engine;

import dev.hostler.api.workload.ApplyWorkload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a process has asked of its agent, and what that has answered; it outlives the process. One process writes at a time.
 *
 * @param file where
 */
record WishJournal(Path file) {
    private static final String UP = "up";
    private static final String BEGIN = "begin";
    private static final String END = "end";

    void up() {
        write(UP);
    }

    void begins(ApplyWorkload wish) {
        write(BEGIN + " " + wish.id() + " " + wish.revision().orElseThrow());
    }

    void ended(ApplyWorkload wish) {
        write(END + " " + wish.id() + " " + wish.revision().orElseThrow());
    }

    private void write(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many agents have come up. */
    long agents() {
        return lines().stream().filter(UP::equals).count();
    }

    /** Returns how many wishes were answered. */
    long answers() {
        return lines().stream().filter(line -> line.startsWith(END)).count();
    }

    /** Returns which revisions each workload may be wanted in: the last one that was answered, and those asked for since. */
    Map<String, Set<String>> wanted() {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (String line : lines()) {
            String[] words = line.split(" ");
            if (words[0].equals(END)) {
                wanted.put(words[1], new LinkedHashSet<>(Set.of(words[2])));
            } else if (words[0].equals(BEGIN)) {
                wanted.computeIfAbsent(words[1], id -> new LinkedHashSet<>()).add(words[2]);
            }
        }
        return wanted;
    }
}
