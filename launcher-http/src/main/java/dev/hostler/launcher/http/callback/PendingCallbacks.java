package dev.hostler.launcher.http.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobId;
import dev.hostler.launcher.http.server.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The callbacks that are owed, each in a file, so that they outlive the agent. A file is there before its job is accepted
 * and goes when the result was delivered or given up. Thread-safe.
 */
final class PendingCallbacks {
    private static final String SUFFIX = ".json";
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    PendingCallbacks(Path directory) {
        this.directory = directory;
    }

    /** Makes a callback durable. The same one again is the same file. */
    void add(Callback callback) {
        Map<String, String> content =
                Map.of("job", callback.job().value(), "url", callback.url().toString());
        try {
            Files.createDirectories(directory, OWN_DIRECTORY);
            Path draft = Files.createFile(directory.resolve(UUID.randomUUID() + ".draft"), OWN_FILE);
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(Json.bytes(content)));
                out.force(true);
            }
            Files.move(draft, file(callback), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw failed("store", e);
        }
    }

    /** Forgets a callback. Idempotent. */
    void remove(Callback callback) {
        try {
            Files.deleteIfExists(file(callback));
        } catch (IOException e) {
            throw failed("remove", e);
        }
    }

    /** Returns all that are owed; what an agent was writing when it died goes. */
    List<Callback> all() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Callback> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(SUFFIX)) {
                    found.add(read(file));
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
        return found;
    }

    private Callback read(Path file) throws IOException {
        JsonNode content = Json.read(Files.readAllBytes(file)).orElseThrow(() -> new IOException(file + " is damaged"));
        return new Callback(
                new JobId(content.path("job").asText()),
                URI.create(content.path("url").asText()));
    }

    private Path file(Callback callback) {
        String url = callback.url().toString();
        UUID name = UUID.nameUUIDFromBytes(url.getBytes(StandardCharsets.UTF_8));
        return directory.resolve(callback.job() + "." + name + SUFFIX);
    }

    private RuntimeException failed(String verb, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        verb + " callbacks in",
                        directory.toString(),
                        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                        "see whether there is room on the disk, and whether the directory may be written")
                .toException(cause);
    }
}
