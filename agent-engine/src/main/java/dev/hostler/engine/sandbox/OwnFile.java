package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file that the agent made in the directory the job can write. Confined to one thread.
 *
 * <p>The agent reads only files that it made itself and, but for a restart, still holds open: so whatever the job puts
 * in a file's place is never opened. It is opened for writing as well, which does not block should it be a FIFO.
 */
final class OwnFile implements Closeable {
    private static final String ATTRIBUTES = "unix:mode,nlink,fileKey";
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    private final Path path;
    private final FileChannel channel;
    private final Object identity;

    private OwnFile(Path path, FileChannel channel, Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * Creates the file, for every user to write: the supervisor's may be another than the agent's.
     *
     * @param drafts a directory on the same file system that the job can't reach; the file is made there and moved, so
     *     that nothing can take its place before it is opened
     * @param content what it holds at first
     */
    static OwnFile create(Path drafts, Path path, String content) throws IOException, TamperedException {
        if (isThere(path)) {
            throw new TamperedException(name(path) + " was there before its step");
        }
        return draft(drafts, path.getFileName().toString(), content).moveTo(path);
    }

    /**
     * Creates a file that is to be moved to its place.
     *
     * @param drafts a directory on the file system of that place, which the job can't reach
     * @param name a name for it there
     */
    static OwnFile draft(Path drafts, String name, String content) throws IOException, TamperedException {
        Path draft = drafts.resolve(name + ".draft");
        Files.deleteIfExists(draft);
        Files.createFile(draft);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(draft, content, StandardCharsets.US_ASCII);
        return open(draft);
    }

    /** Moves a draft to its place, where nothing may be; closed then under its old name. */
    OwnFile moveTo(Path place) throws IOException, TamperedException {
        boolean moved = false;
        try {
            if (isThere(place)) {
                throw new TamperedException(name(place) + " was there before its step");
            }
            Files.move(path, place, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
            return new OwnFile(place, channel, identity);
        } finally {
            if (!moved) {
                close();
            }
        }
    }

    /** Opens a file that an earlier run of the agent made, or might have made. */
    static OwnFile open(Path path) throws IOException, TamperedException {
        Object identity = identify(path);
        try {
            FileChannel channel = FileChannel.open(
                    path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            return new OwnFile(path, channel, identity);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new TamperedException(name(path) + " can't be opened: " + reason(e));
        }
    }

    /**
     * Gives this file another name and its first content back, for a later step; closed then under this name. If the job has
     * put something in its place, a new one is made.
     */
    OwnFile again(Path drafts, Path next, String content) throws IOException, TamperedException {
        if (!isStillThere()) {
            close();
            return create(drafts, next, content);
        }
        if (isThere(next)) {
            throw new TamperedException(name(next) + " was there before its step");
        }
        channel.truncate(0);
        int ignored = channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)), 0);
        Files.move(path, next, StandardCopyOption.ATOMIC_MOVE);
        OwnFile moved = new OwnFile(next, channel, identity);
        // It was a name that was moved, and what that means may have changed since we looked.
        moved.verify();
        return moved;
    }

    private boolean isStillThere() {
        try {
            verify();
            return true;
        } catch (TamperedException changed) {
            return false;
        }
    }

    /** Opens this file to give space of it back, and not what its name may mean by now. */
    HolePunch punch(Path scratch) throws IOException, TamperedException {
        return HolePunch.open(path, identity, scratch);
    }

    /** Checks that the name still means this file. */
    void verify() throws TamperedException {
        if (!identify(path).equals(identity)) {
            throw new TamperedException(name(path) + " was replaced");
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Takes all bytes away. Whoever writes at its end goes on at the new one. */
    void clear() throws IOException {
        channel.truncate(0);
    }

    int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    /** Returns the file's one line, without its end; empty while it has none: an unterminated line is not believed. */
    Optional<String> line(int longest) throws IOException, TamperedException {
        long size = size();
        if (size > longest) {
            throw new TamperedException(name(path) + " has " + size + " bytes");
        }
        if (size == 0) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(longest);
        read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Looks at a name without opening it; whatever is no plain file is tampering. */
    static boolean isThere(Path path) throws TamperedException {
        return look(path).isPresent();
    }

    /** A second name would let a link to somebody else's file pass for ours. */
    private static Object identify(Path path) throws TamperedException {
        Map<String, Object> found = look(path).orElseThrow(() -> new TamperedException(name(path) + " is gone"));
        if (!Integer.valueOf(1).equals(found.get("nlink"))) {
            throw new TamperedException(name(path) + " has a second name");
        }
        return Objects.requireNonNull(found.get("fileKey"));
    }

    private static Optional<Map<String, Object>> look(Path path) throws TamperedException {
        try {
            Map<String, Object> found = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            if (((Integer) Objects.requireNonNull(found.get("mode")) & TYPE) != REGULAR) {
                throw new TamperedException(name(path) + " is not a plain file");
            }
            return Optional.of(found);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TamperedException(name(path) + " can't be looked at: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getClass().getSimpleName();
    }

    private static String name(Path path) {
        return "the supervisor's file " + path.getFileName();
    }
}
