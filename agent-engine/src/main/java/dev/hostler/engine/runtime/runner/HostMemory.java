package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the kernel says of the host's memory. Immutable.
 *
 * @param proc where it says so
 */
record HostMemory(Path proc) {
    private static final long KIB = 1024;

    /** Returns how many bytes can be had; empty if that can't be read. */
    OptionalLong available() {
        OptionalLong kib = find("meminfo", "MemAvailable:");
        return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB) : kib;
    }

    /** Returns how many processes it has killed so far for want of memory; empty if that can't be read. */
    OptionalLong kills() {
        return find("vmstat", "oom_kill");
    }

    private OptionalLong find(String file, String name) {
        try {
            for (String line : Files.readAllLines(proc.resolve(file))) {
                String[] words = line.split("\\s+");
                if (words.length > 1 && words[0].equals(name)) {
                    return OptionalLong.of(Long.parseLong(words[1]));
                }
            }
            return OptionalLong.empty();
        } catch (IOException | NumberFormatException unreadable) {
            return OptionalLong.empty();
        }
    }
}
