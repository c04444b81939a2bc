package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives in a store that many hosts share, as {@code VERSION/MACHINE/ARCHIVE} of the owner {@code runners} and the job
 * {@code releases}. It saves requests to those who publish them; what is wrong with it is a warning. Immutable.
 *
 * @param store the store
 * @param machine the kind of machine
 */
record ReleaseStore(ArtifactStore store, String machine) {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);
    private static final JobKey RELEASES = new JobKey(new Owner("runners"), new JobId("releases"));
    private static final int BUFFER = 256 * 1024;

    /** Returns the store that the settings name; empty if they name none. */
    static Optional<ReleaseStore> of(RunnerSettings settings, List<ArtifactStore> stores, String machine) {
        return settings.store()
                .map(id -> stores.stream()
                        .filter(store -> store.id().equals(id))
                        .findFirst()
                        .map(store -> new ReleaseStore(store, machine))
                        .orElseThrow(() -> unknown(id, stores)));
    }

    private static RuntimeException unknown(String id, List<ArtifactStore> stores) {
        String known = stores.stream().map(ArtifactStore::id).collect(Collectors.joining(", "));
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "read setting runners.store",
                        id,
                        "there is no such artifact store",
                        known.isEmpty() ? "configure it as an artifact store" : "use one of these: " + known)
                .toException();
    }

    /**
     * Brings an archive from the store. Nothing is there under the file's name unless its digest is right.
     *
     * @return whether it was brought
     */
    boolean bring(Release release, Path file, Deadline deadline, CancellationToken cancellation)
            throws IOException, InterruptedException {
        Path part = file.resolveSibling(release.archive() + ".stored");
        try {
            if (!copy(release, part, deadline, cancellation)) {
                return false;
            }
            if (!Digests.of(part).equals(release.sha256())) {
                LOG.warn("Archive {} in store '{}' is not what was published; it is replaced", release.archive(), id());
                return false;
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            if (cancellation.isCancelled() || Thread.interrupted()) {
                throw new InterruptedException("it is not wanted any more");
            }
            LOG.warn("Archive {} can't be had from store '{}': {}", release.archive(), id(), e.toString());
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String id() {
        return store.id();
    }

    private Artifact artifact(Release release, long size) {
        return new Artifact(release.version() + "/" + machine + "/" + release.archive(), size);
    }

    /** More than was published is not taken: what it is would not matter any more. */
    private boolean copy(Release release, Path part, Deadline deadline, CancellationToken cancellation)
            throws IOException {
        Optional<InputStream> found = store.open(RELEASES, artifact(release, release.size()));
        if (found.isEmpty()) {
            return false;
        }
        byte[] buffer = new byte[BUFFER];
        long count = 0;
        try (InputStream in = found.get();
                OutputStream out = Files.newOutputStream(part)) {
            for (int got = in.read(buffer); got >= 0 && count <= release.size(); got = in.read(buffer)) {
                if (deadline.isOver() || cancellation.isCancelled()) {
                    throw new IOException("its time is over");
                }
                out.write(buffer, 0, got);
                count += got;
            }
        }
        return true;
    }

    /** Puts an archive into the store, for others and for later. */
    void keep(Release release, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            store.put(RELEASES, artifact(release, Files.size(file)), in);
        } catch (IOException e) {
            LOG.warn("Archive {} can't be put into store '{}': {}", release.archive(), id(), e.toString());
        }
    }
}
