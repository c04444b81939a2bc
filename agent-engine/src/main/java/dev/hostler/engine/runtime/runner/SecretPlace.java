package dev.hostler.engine.runtime.runner;

import dev.hostler.api.workload.RunnerCredential;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where a credential waits for the process that uses it: in memory, where the host has such a directory. Immutable.
 *
 * @param directory the directory
 */
record SecretPlace(Path directory) {
    private static final Path MEMORY = Path.of("/dev/shm");

    /**
     * Chooses the place.
     *
     * @param otherwise where it is if nothing is in memory
     */
    static SecretPlace of(String agentId, Path otherwise) {
        return new SecretPlace(
                Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
                        ? MEMORY.resolve("hostler-runners-" + agentId)
                        : otherwise.resolve("credentials"));
    }

    Path of(String instance) {
        return directory.resolve(instance);
    }

    void put(String instance, RunnerCredential credential) throws IOException {
        Files.createDirectories(directory, SmallFile.privateDirectory());
        SmallFile.write(of(instance), credential.kind() + "\n" + credential.value() + "\n");
    }

    void remove(String instance) throws IOException {
        Files.deleteIfExists(of(instance));
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException | NoSuchFileException inUse) {
            // Another runner's credential waits there.
        }
    }
}
