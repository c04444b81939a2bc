package dev.hostler.launcher.cli;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Artifact;
import dev.hostler.launcher.cli.client.LocalAgent.HandedJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Brings what a job has handed over to its agent into a directory. Confined to one thread. */
final class ArtifactFiles {
    private final Path directory;

    ArtifactFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes each beside its place and then renames it, so that nobody sees a part of a file. */
    void fetch(HandedJob job, List<Artifact> artifacts) throws InterruptedException {
        for (Artifact artifact : artifacts) {
            Path target = directory.resolve(artifact.path()).normalize();
            if (target.equals(directory) || !target.startsWith(directory)) {
                throw refused(artifact, "its path leads out of the directory", "see what the agent is");
            }
            try {
                Path parent = Files.createDirectories(target.resolveSibling(""));
                Path draft = Files.createTempFile(parent, ".hostler-", ".part");
                try {
                    job.download(artifact, draft);
                    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(draft);
                }
            } catch (IOException e) {
                throw refused(artifact, e.toString(), "see whether this user can write there");
            }
        }
    }

    private AgentException refused(Artifact artifact, String cause, String remedy) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "keep artifact",
                        artifact.path(),
                        cause + " (" + directory + ")",
                        remedy)
                .toException();
    }
}
