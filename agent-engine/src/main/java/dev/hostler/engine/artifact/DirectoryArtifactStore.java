package dev.hostler.engine.artifact;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps artifacts as files in the directory of the setting {@code directory}: with the setting {@code layout=job} (if
 * none is given) as {@code OWNER/JOB/PATH}, with {@code layout=flat} as {@code PATH}. Thread-safe.
 *
 * <p>A file is written beside its place, synced and renamed, so that nobody ever sees a part of it.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    /** This store's id. */
    public static final String ID = "directory";

    private volatile @Nullable Path directory;
    private volatile boolean flat;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public void configure(Map<String, String> settings) {
        String setting = settings.getOrDefault("directory", "");
        if (setting.isBlank()) {
            throw refused("directory", setting, "it is missing", "name a directory");
        }
        String layout = settings.getOrDefault("layout", "job");
        if (!layout.equals("flat") && !layout.equals("job")) {
            throw refused("layout", layout, "it is neither flat nor job", "use one of these");
        }
        flat = layout.equals("flat");
        directory = Path.of(setting).toAbsolutePath().normalize();
    }

    @Override
    public void put(JobKey job, Artifact artifact, InputStream content) throws IOException {
        Path root = root();
        Path target = place(root, job, artifact);
        Path parent = target.resolve("..").normalize();
        Files.createDirectories(parent);
        if (!parent.toRealPath().startsWith(root.toRealPath())) {
            throw new IOException("a link leads out of the directory");
        }
        write(target, artifact, content);
    }

    /** {@inheritDoc} A file of another size, which another job has put in its place, is not the one that is meant. */
    @Override
    public Optional<InputStream> open(JobKey job, Artifact artifact) throws IOException {
        Path root = root();
        Path file = place(root, job, artifact);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!file.toRealPath().startsWith(root.toRealPath())) {
            throw new IOException("a link leads out of the directory");
        }
        FileChannel content = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        if (content.size() != artifact.size()) {
            content.close();
            return Optional.empty();
        }
        return Optional.of(Channels.newInputStream(content));
    }

    private Path root() throws IOException {
        Path root = directory;
        if (root == null) {
            throw new IOException("the setting directory is missing");
        }
        return root;
    }

    private Path place(Path root, JobKey job, Artifact artifact) throws IOException {
        Path base =
                flat ? root : root.resolve(job.owner().value()).resolve(job.id().value());
        Path target = base.resolve(artifact.path()).normalize();
        if (target.equals(base) || !target.startsWith(base)) {
            throw new IOException("the path leads out of the directory");
        }
        return target;
    }

    private static void write(Path target, Artifact artifact, InputStream content) throws IOException {
        Path part = target.resolveSibling(".hostler-" + UUID.randomUUID() + ".part");
        try {
            long written = copy(part, content);
            if (written != artifact.size()) {
                throw new IOException("the file changed while it was read");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static long copy(Path part, InputStream content) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            long written = content.transferTo(out);
            file.force(true);
            return written;
        }
    }

    private static AgentException refused(String setting, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept setting directory." + setting, value, cause, remedy)
                .toException();
    }
}
