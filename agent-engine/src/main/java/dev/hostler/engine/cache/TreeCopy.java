package dev.hostler.engine.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;

/**
 * One copy of a tree: names, contents, modes, owners where the agent may set them, times; links as links. What is
 * neither a file, a directory nor a link is left out, as are set-user-id bits. Confined to one thread.
 *
 * <p>The source can be a hostile workspace: each directory is opened relative to its parent and never through a link.
 */
final class TreeCopy {
    private static final int DEEPEST = 100;

    private final TreeSize limit;
    private long entries;
    private long bytes;

    TreeCopy(TreeSize limit) {
        this.limit = limit;
    }

    /** Copies a directory's content into another directory, which exists and is empty, and returns its size. */
    TreeSize copy(Path source, Path target) throws IOException {
        try (SecureDirectoryStream<Path> parent =
                        TreeWalk.open(source.toAbsolutePath().resolve("..").normalize());
                SecureDirectoryStream<Path> directory =
                        parent.newDirectoryStream(source.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
            children(directory, target, 0);
            TreeAttributes.set(
                    target,
                    directory.getFileAttributeView(PosixFileAttributeView.class).readAttributes());
        }
        return new TreeSize(entries, bytes);
    }

    private void children(SecureDirectoryStream<Path> directory, Path target, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("it is nested deeper than " + DEEPEST + " directories");
        }
        for (Path entry : directory) {
            Path name = entry.getFileName();
            PosixFileAttributeView view =
                    directory.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            PosixFileAttributes attributes = view.readAttributes();
            if (!attributes.isOther()) {
                count(0, 1);
                entry(directory, entry, attributes, target.resolve(name), depth);
            }
        }
    }

    private void entry(
            SecureDirectoryStream<Path> parent, Path entry, PosixFileAttributes attributes, Path target, int depth)
            throws IOException {
        Path name = entry.getFileName();
        if (attributes.isSymbolicLink()) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(entry));
            TreeAttributes.ownLink(target, attributes);
        } else if (attributes.isDirectory()) {
            Files.createDirectory(target, TreeAttributes.PRIVATE_DIRECTORY);
            try (SecureDirectoryStream<Path> child = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                children(child, target, depth + 1);
            }
            TreeAttributes.set(target, attributes);
        } else {
            file(parent, name, target);
            TreeAttributes.set(target, attributes);
        }
    }

    private void file(SecureDirectoryStream<Path> parent, Path name, Path target) throws IOException {
        try (SeekableByteChannel in =
                        parent.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileChannel out = FileChannel.open(
                        target,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        TreeAttributes.PRIVATE_FILE)) {
            long size = in.size();
            count(size, 0);
            transfer(in, out, size);
        }
    }

    /** Copies so many bytes and no more, so that a file that still grows ends. */
    private static void transfer(SeekableByteChannel in, FileChannel out, long size) throws IOException {
        long done = 0;
        while (done < size) {
            long moved = in instanceof FileChannel file
                    ? file.transferTo(done, size - done, out)
                    : out.transferFrom(in, done, size - done);
            if (moved <= 0) {
                throw new IOException("a file changed while it was copied");
            }
            done += moved;
        }
    }

    private void count(long moreBytes, long moreEntries) throws IOException {
        bytes += moreBytes;
        entries += moreEntries;
        if (bytes > limit.bytes() || entries > limit.entries()) {
            throw new IOException("it has more than " + limit.bytes() + " bytes or " + limit.entries() + " entries");
        }
    }
}
