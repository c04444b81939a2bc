package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Removes what a runner does not need any more, and keeps what tells of it. Immutable.
 *
 * @param place where runners are
 * @param files the runner's own
 */
record Clearing(Place place, InstanceFiles files) {
    /** Tidies up after an end. What is still registered can be started again, so its program stays. */
    void afterEnd(InstanceRecord record) throws IOException {
        place.secrets().remove(files.id());
        keepDiagnostics(record);
        removeHalves();
        if (Files.exists(files.registration())) {
            Tree.remove(files.runner().resolve(workDirectory(record)));
        } else {
            Tree.remove(files.runner());
        }
    }

    /** Whoever was killed while it wrote a file has left half of it under another name. */
    private void removeHalves() throws IOException {
        try (DirectoryStream<Path> halves = Files.newDirectoryStream(files.directory(), "{.*,*.new}")) {
            for (Path half : halves) {
                Files.deleteIfExists(half);
            }
        }
    }

    private static String workDirectory(InstanceRecord record) {
        return record.details().getOrDefault("work", "_work");
    }

    /** The runner's own logs tell what its output does not. */
    private void keepDiagnostics(InstanceRecord record) throws IOException {
        if (!Files.isDirectory(files.diagnostics(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path kept = place.kept(record.name().workload()).resolve(files.id());
        Files.createDirectories(kept, SmallFile.privateDirectory());
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(files.diagnostics())) {
            for (Path log : logs) {
                Files.move(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Removes all but what is kept. */
    void remove(Optional<InstanceRecord> record) throws IOException {
        if (record.isPresent()) {
            keepDiagnostics(record.get());
        }
        place.secrets().remove(files.id());
        // Without its record it is no runner any more, whatever happens next.
        Files.deleteIfExists(files.record());
        Tree.remove(files.directory());
    }
}
