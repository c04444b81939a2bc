package dev.hostler.engine.state;

import dev.hostler.engine.state.seal.StateKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that holds a key, in one line of base64, for its owner alone.
 *
 * @param path the file
 */
record KeyFile(Path path) {
    /** Several times a key's text; a larger file is none. */
    private static final int LONGEST = 256;

    private static final Set<PosixFilePermission> WIDEST =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Returns the key, or nothing if there is no such file. */
    Optional<StateKey> read() {
        try {
            refuseWhatOthersMayUse();
            return Optional.of(StateKey.parse(path.toString(), content()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw KeyFailures.unreadable(path, PrivateFiles.reason(e)).toException(e);
        }
    }

    private void refuseWhatOthersMayUse() throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        if (!Files.isDirectory(path) && !WIDEST.containsAll(rights)) {
            throw KeyFailures.open(path, PosixFilePermissions.toString(rights)).toException();
        }
    }

    private String content() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        }
    }

    /** Makes a new key; the file is there whole and durable, or not at all. Call it only if there is none. */
    StateKey create() {
        StateKey key = StateKey.random(path.toString());
        try {
            Path draft = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(draft);
            write(PrivateFiles.createIfMissing(draft), key.encoded() + "\n");
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.syncDirectory(path.toAbsolutePath().getParent());
            return key;
        } catch (IOException e) {
            throw KeyFailures.unwritable(path, PrivateFiles.reason(e)).toException(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
