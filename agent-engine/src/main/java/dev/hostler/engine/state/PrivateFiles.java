package dev.hostler.engine.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories that nobody but the agent's user may read: 0600 and 0700, whatever the umask. Thread-safe. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWN_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> NEW_DIRECTORY = PosixFilePermissions.asFileAttribute(OWN_DIRECTORY);
    private static final FileAttribute<?> NEW_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFiles() {}

    /** Creates an empty file, or leaves the one that is there. */
    public static Path createIfMissing(Path file) throws IOException {
        try {
            return Files.createFile(file, NEW_FILE);
        } catch (FileAlreadyExistsException e) {
            return file;
        }
    }

    /** Creates a directory and its parents, as far as they are missing. */
    public static Path createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, NEW_DIRECTORY);
        }
        return directory;
    }

    /** Makes what is in a file durable. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the names in a directory durable. */
    public static void syncDirectory(@Nullable Path directory) throws IOException {
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Says in a few words why a file operation failed; Java's own message is often just the path. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file of this name";
        }
        Optional<String> reason = e instanceof FileSystemException failure
                ? Optional.ofNullable(failure.getReason())
                : Optional.ofNullable(e.getMessage());
        return reason.orElse(e.getClass().getSimpleName());
    }

    static void shutOutOthers(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, new LinkOption[0]);
        if (!view.readAttributes().permissions().equals(OWN_DIRECTORY)) {
            view.setPermissions(OWN_DIRECTORY);
        }
    }
}
