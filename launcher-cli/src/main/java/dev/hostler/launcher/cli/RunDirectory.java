package dev.hostler.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The directory of one run, held by this process until it is closed. Confined to one thread. */
final class RunDirectory implements AutoCloseable {
    private final Path directory;
    private final Path cache;
    private final List<Path> made;
    private final RunLock lock;

    /**
     * Describes a directory.
     *
     * @param made the directories around it that go with it if they are empty, innermost first
     */
    RunDirectory(Path directory, Path cache, List<Path> made, RunLock lock) {
        this.directory = directory;
        this.cache = cache;
        this.made = List.copyOf(made);
        this.lock = lock;
    }

    Path path() {
        return directory;
    }

    /** Returns the agent's data directory; the agent makes it. */
    Path data() {
        return directory.resolve("agent");
    }

    /** Returns the directory of the caches that all runs share; the agent makes it when it needs it. */
    Path cache() {
        return cache;
    }

    /** Removes it with all that is in it, and closes it; throws if something stays. */
    void remove() throws IOException {
        try (lock) {
            DirectoryTree.remove(directory);
        }
        removeIfEmpty(Objects.requireNonNull(directory.getParent()));
        made.forEach(RunDirectory::removeIfEmpty);
    }

    /** Lets it go as it is, for another process to take over. Idempotent. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void removeIfEmpty(Path parent) {
        try {
            Files.delete(parent);
        } catch (IOException e) {
            // another run uses it
        }
    }
}
