package dev.hostler.engine.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Removes a tree that a job has filled, whatever is in it. Confined to one thread.
 *
 * <p>Works relative to open directories, so that nobody can lead it elsewhere by swapping a directory for a link. A job
 * can nest directories deeper than a path may be long or descriptors may be open: what lies too deep is first moved up.
 */
final class TreeRemoval {
    /** So many of the longest names (255 bytes, NAME_MAX) still make a path (4096 bytes, PATH_MAX). */
    private static final int DEEPEST = 12;

    private static final int PASSES = 3;
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    private final SecureDirectoryStream<Path> top;
    private int moved;

    private TreeRemoval(SecureDirectoryStream<Path> top) {
        this.top = top;
    }

    /** Removes a directory and all that is in it; does nothing if it is gone. */
    static void remove(Path root) throws IOException {
        int fruitless = 0;
        while (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            boolean movedUp = empty(root);
            try {
                Files.delete(root);
            } catch (DirectoryNotEmptyException notAllShown) {
                fruitless += movedUp ? 0 : 1;
                if (fruitless == PASSES) {
                    throw notAllShown;
                }
            }
        }
    }

    /** Says whether something was moved up, which this pass may not have met again. */
    private static boolean empty(Path root) throws IOException {
        try (SecureDirectoryStream<Path> top = secure(Files.newDirectoryStream(root))) {
            TreeRemoval removal = new TreeRemoval(top);
            removal.empty(top, root, 1);
            return removal.moved > 0;
        }
    }

    private void empty(SecureDirectoryStream<Path> directory, Path path, int depth) throws IOException {
        for (Path entry : directory) {
            Path name = entry.getFileName();
            try {
                removeEntry(directory, name, path.resolve(name), depth);
            } catch (NoSuchFileException goneMeanwhile) {
                // That is what we want.
            }
        }
    }

    private void removeEntry(SecureDirectoryStream<Path> directory, Path name, Path path, int depth)
            throws IOException {
        PosixFileAttributes found = attributes(directory, name);
        if (!found.isDirectory()) {
            directory.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> inner = open(directory, name, path)) {
            if (!found.permissions().containsAll(OURS)) {
                inner.getFileAttributeView(PosixFileAttributeView.class).setPermissions(OURS);
            }
            if (depth < DEEPEST) {
                empty(inner, path, depth + 1);
            } else {
                moveUp(directory, name);
                return;
            }
        }
        directory.deleteDirectory(name);
    }

    private void moveUp(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        Path free = Path.of(".removed-" + ++moved);
        while (isThere(free)) {
            free = Path.of(".removed-" + ++moved);
        }
        directory.move(name, top, free);
    }

    /** An earlier run may have left off in the middle. */
    private boolean isThere(Path name) throws IOException {
        try {
            return attributes(top, name).isDirectory();
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /**
     * Opens a directory, also one that its owner has shut. Root is never refused, so the change of the mode, which
     * follows links, happens only to an agent that could not harm others by it.
     */
    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> directory, Path name, Path path)
            throws IOException {
        try {
            return directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException shut) {
            Files.setPosixFilePermissions(path, OURS);
            return directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static PosixFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this file system has no openat");
    }
}
