package dev.hostler.engine.runtime.container;

import dev.hostler.engine.executor.cgroup.GroupTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The files in which the kernel counts what a control group uses, of either version. Immutable.
 *
 * @param processor where processor time is counted
 * @param memory where memory is
 * @param disk where reads and writes are; empty if nobody counts them
 */
record GroupFiles(Path processor, Path memory, Optional<Path> disk) {
    private static final long MICRO = 1000;

    /**
     * Finds the files of the container that a process is in.
     *
     * @param container its id, which is in the name of its group; else the number is another process's here
     */
    static Optional<GroupFiles> of(GroupTree tree, long process, String container) {
        Optional<Path> processor = tree.directory(process, "cpuacct").or(() -> tree.directory(process, "cpu"));
        Optional<Path> memory = tree.directory(process, "memory");
        Optional<Path> disk = tree.directory(process, "blkio").or(() -> tree.directory(process, "io"));
        Predicate<Path> named = path -> path.toString().contains(container);
        return processor.filter(named).isPresent() && memory.filter(named).isPresent()
                ? Optional.of(new GroupFiles(processor.get(), memory.get(), disk.filter(named)))
                : Optional.empty();
    }

    /** Returns the processor time in nanoseconds; throws if the group is gone. */
    long processorNanos() throws IOException {
        Path version1 = processor.resolve("cpuacct.usage");
        return Files.exists(version1)
                ? Long.parseLong(read(version1))
                : field(processor.resolve("cpu.stat"), "usage_usec") * MICRO;
    }

    /** Returns memory without what the kernel would give back at once, as {@code docker stats} counts. */
    long memoryBytes() throws IOException {
        Path version1 = memory.resolve("memory.usage_in_bytes");
        boolean old = Files.exists(version1);
        long all = Long.parseLong(read(old ? version1 : memory.resolve("memory.current")));
        long idle = field(memory.resolve("memory.stat"), old ? "total_inactive_file" : "inactive_file");
        return Math.max(0, all - idle);
    }

    /** Returns the bytes read from disks. */
    long diskReadBytes() {
        return disk("Read", "rbytes=");
    }

    /** Returns the bytes written to disks. */
    long diskWriteBytes() {
        return disk("Write", "wbytes=");
    }

    /** Returns the version, for people. */
    String source() {
        return Files.exists(memory.resolve("memory.usage_in_bytes")) ? "cgroup v1" : "cgroup v2";
    }

    /** Lines like {@code 8:0 Read 4096} in version 1, and {@code 8:0 rbytes=4096 wbytes=0} in version 2. */
    private long disk(String word, String key) {
        return disk.stream()
                .flatMapToLong(directory -> {
                    List<String> old = lines(directory.resolve("blkio.throttle.io_service_bytes"));
                    return old.isEmpty()
                            ? lines(directory.resolve("io.stat")).stream().flatMapToLong(line -> keyed(line, key))
                            : old.stream()
                                    .map(line -> line.split(" "))
                                    .filter(words -> words.length == 3 && words[1].equals(word))
                                    .mapToLong(words -> Long.parseLong(words[2]));
                })
                .sum();
    }

    private static LongStream keyed(String line, String key) {
        return List.of(line.split(" ")).stream()
                .filter(word -> word.startsWith(key))
                .mapToLong(word -> Long.parseLong(word.substring(key.length())));
    }

    private static long field(Path file, String name) throws IOException {
        return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
        } catch (IOException notCounted) {
            return List.of();
        }
    }
}
