package dev.hostler.engine.node;

import dev.hostler.api.node.NodeInfo.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux tells of the whole machine in files, also to an agent in a container. Immutable.
 *
 * @param proc where the process file system is
 */
record KernelFiles(Path proc) {
    private static final int KIB = 1024;
    private static final Pattern MEMORY = Pattern.compile("(\\w+):\\s+(\\d+) kB");

    /** Positions in the first line of {@code stat}, see proc(5). */
    private static final int IDLE = 3;

    private static final int WAITING = 4;

    /** What was counted after these is part of the time before. */
    private static final int LAST = 8;

    /**
     * How the processors have spent their time since the start, in ticks. Immutable.
     *
     * @param busy working
     * @param total in all
     */
    record Ticks(long busy, long total) {}

    /** Returns the memory; empty if it can't be read here. */
    Optional<Space> memory() {
        long total = -1;
        long free = -1;
        for (String line : lines("meminfo")) {
            Matcher found = MEMORY.matcher(line);
            if (found.matches() && found.group(1).equals("MemTotal")) {
                total = Long.parseLong(found.group(2)) * KIB;
            } else if (found.matches() && found.group(1).equals("MemAvailable")) {
                free = Long.parseLong(found.group(2)) * KIB;
            }
        }
        return total < 0 || free < 0 ? Optional.empty() : Optional.of(new Space(total, free));
    }

    /** Returns how the processors have spent their time; empty if it can't be read here. */
    Optional<Ticks> ticks() {
        return lines("stat").stream()
                .filter(line -> line.startsWith("cpu "))
                .findFirst()
                .map(line -> ticks(line.strip().split("\\s+")));
    }

    private static Ticks ticks(String[] words) {
        List<Long> times = new ArrayList<>();
        for (int i = 1; i < words.length && times.size() < LAST; i++) {
            times.add(Long.parseLong(words[i]));
        }
        long total = times.stream().mapToLong(Long::longValue).sum();
        return new Ticks(total - times.get(IDLE) - times.get(WAITING), total);
    }

    private List<String> lines(String name) {
        try {
            return Files.readAllLines(proc.resolve(name));
        } catch (IOException notHere) {
            return List.of();
        }
    }
}
