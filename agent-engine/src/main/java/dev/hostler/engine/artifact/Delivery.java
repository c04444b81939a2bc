package dev.hostler.engine.artifact;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Hands the files of one job to the stores, up to the limits. Confined to one thread. */
final class Delivery {
    private final JobKey job;
    private final List<ArtifactStore> stores;
    private final ArtifactLimits limits;
    private final List<Artifact> delivered = new ArrayList<>();
    private long bytes;

    Delivery(JobKey job, List<ArtifactStore> stores, ArtifactLimits limits) {
        this.job = job;
        this.stores = stores;
        this.limits = limits;
    }

    List<Artifact> delivered() {
        return List.copyOf(delivered);
    }

    /** Returns whether the limits leave room for one more file of this size. */
    boolean hasRoom(long size) {
        return delivered.size() < limits.files() && size <= limits.bytes() - bytes;
    }

    /** Stores the file's first {@code size} bytes everywhere; a file that still grows can't flood a store. */
    void deliver(String path, long size, SeekableByteChannel file) throws IOException {
        Artifact artifact = new Artifact(path, size);
        MessageDigest digest = sha256();
        for (ArtifactStore store : stores) {
            file.position(0);
            digest.reset();
            put(store, artifact, new DigestInputStream(new BoundedInput(Channels.newInputStream(file), size), digest));
        }
        delivered.add(new Artifact(path, size, Optional.of(HexFormat.of().formatHex(digest.digest()))));
        bytes += size;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }

    private void put(ArtifactStore store, Artifact artifact, InputStream content) {
        try {
            store.put(job, artifact, content);
        } catch (AgentException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String cause = "the artifact store " + store.id() + " failed: " + e.getMessage();
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "store artifact",
                            artifact.path().replaceAll("\\p{Cntrl}", "?"),
                            cause,
                            "make room or repair the store, and run the job again")
                    .toException(e);
        }
    }
}
