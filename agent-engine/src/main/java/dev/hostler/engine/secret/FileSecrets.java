package dev.hostler.engine.secret;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SecretResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets from the files of the directory in the setting {@code directory}; a file's name is the secret's, its
 * content without one line end the value. Knows nothing without that setting. Thread-safe.
 *
 * <p>Links are followed as long as they stay in the directory: Kubernetes mounts secrets as such links.
 */
public final class FileSecrets implements SecretResolver {
    /** This resolver's id. */
    public static final String ID = "files";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final int LARGEST = 64 * 1024;

    private volatile @Nullable Path directory;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public void configure(Map<String, String> settings) {
        String setting = settings.get("directory");
        if (setting == null) {
            return;
        }
        Path path = Path.of(setting);
        if (!path.isAbsolute() || !Files.isDirectory(path)) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "use secret directory",
                            setting,
                            "it is not the absolute path of a directory",
                            "correct the setting files.directory")
                    .toException();
        }
        directory = path;
    }

    @Override
    public Optional<String> resolve(String name) {
        Path root = directory;
        if (root == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Path file = root.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(name, inside(name, root, file)));
        } catch (CharacterCodingException e) {
            throw refused(name, "the file is not UTF-8", "store text, for example base64");
        } catch (IOException e) {
            throw refused(name, "the file can't be read", "make it readable for the agent");
        }
    }

    private static Path inside(String name, Path root, Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw refused(name, "it is a link that leads out of the secret directory", "put the file itself there");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(name, "it is not a regular file", "put a file there");
        }
        return real;
    }

    private static String read(String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused(name, "the file is larger than 64 KiB", "use a smaller secret");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\r?\\n\\z", "");
        }
    }

    private static AgentException refused(String name, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "read secret", name, cause, remedy)
                .toException();
    }
}
