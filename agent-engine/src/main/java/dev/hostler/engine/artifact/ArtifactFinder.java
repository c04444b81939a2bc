package dev.hostler.engine.artifact;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Finds what jobs have handed over again. Immutable.
 *
 * <p>Whoever asks names the file, and may mean harm: only a path that is, letter by letter, one of the result's comes as far
 * as a store.
 */
public final class ArtifactFinder {
    private final List<ArtifactStore> stores;

    /** Creates a finder that asks these stores one after the other. */
    public ArtifactFinder(List<ArtifactStore> stores) {
        this.stores = List.copyOf(stores);
    }

    /** Opens an artifact; see {@code JobHandle.artifact}. */
    public InputStream open(JobKey job, Optional<JobResult> result, String path) {
        Artifact artifact = result.stream()
                .flatMap(known -> known.artifacts().stream())
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> refused(
                        path,
                        result.isPresent() ? "the job has handed over no such file" : "the job has no result yet",
                        result.isPresent() ? "see the artifacts of its result" : "wait for its end"));
        for (ArtifactStore store : stores) {
            Optional<InputStream> content = ask(store, job, artifact);
            if (content.isPresent()) {
                return content.get();
            }
        }
        throw refused(path, "it is in no artifact store that this agent can read", "look where the stores keep it");
    }

    private static Optional<InputStream> ask(ArtifactStore store, JobKey job, Artifact artifact) {
        try {
            return store.open(job, artifact);
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "read artifact",
                            printable(artifact.path()),
                            "the artifact store " + store.id() + " failed: " + e.getMessage(),
                            "repair the store")
                    .toException(e);
        }
    }

    private static AgentException refused(String path, String cause, String remedy) {
        return Failure.cannot(ErrorCode.NOT_FOUND, "read artifact", printable(path), cause, remedy)
                .toException();
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
