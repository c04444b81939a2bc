package dev.hostler.engine.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An empty directory, which only the agent can write, into which an archive is unpacked that anybody may have made.
 * Confined to one thread.
 *
 * <p>A name that leads out ends it. Below a directory that was not unpacked here nothing is made, so never through a link;
 * links themselves are kept, as whoever reads the directory must not follow them. What is neither file, directory nor link
 * is left out, as are set-user-id bits.
 */
public final class ArchiveTarget {
    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final ArchiveLimits limits;
    private final Set<String> leftOut;
    private final Map<Path, TarEntry> directories = new LinkedHashMap<>();
    private long entries;
    private long bytes;

    /**
     * Chooses a directory to unpack into.
     *
     * @param root the directory; takes the place of the first name of every path
     * @param leftOut names directly below it that are left out
     */
    public ArchiveTarget(Path root, ArchiveLimits limits, Set<String> leftOut) {
        this.root = root;
        this.limits = limits;
        this.leftOut = Set.copyOf(leftOut);
    }

    /**
     * Unpacks an archive.
     *
     * @throws IOException if it is too large, damaged or cut off, or has a name that leads out; a part is there then
     */
    public void unpack(InputStream archive) throws IOException {
        TarReader reader = new TarReader(archive);
        byte[] buffer = new byte[BUFFER];
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            count(1, entry.get().kind() == TarEntry.Kind.FILE ? entry.get().size() : 0);
            Optional<Path> place = place(entry.get().name());
            if (place.isPresent()) {
                put(entry.get(), place.get(), reader, buffer);
            }
        }
        finishDirectories();
    }

    /** The lowest first: the mode of one above can shut the way to it. */
    private void finishDirectories() throws IOException {
        List<Path> made = new ArrayList<>(directories.keySet());
        Collections.reverse(made);
        for (Path directory : made) {
            UnpackedAttributes.set(directory, Objects.requireNonNull(directories.get(directory)));
        }
    }

    private void count(long moreEntries, long moreBytes) throws IOException {
        entries += moreEntries;
        bytes += moreBytes;
        if (entries > limits.entries() || bytes > limits.bytes() || bytes < 0) {
            throw new IOException(
                    "it has more than " + limits.bytes() + " bytes or " + limits.entries() + " files and directories");
        }
    }

    /** Returns where an entry belongs; empty if it is left out. */
    private Optional<Path> place(String name) throws IOException {
        Path path = root;
        int depth = 0;
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || (part.isEmpty() && depth == 0)) {
                throw new IOException("the archive holds a name that leads out of it");
            }
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (depth == 1 && leftOut.contains(part)) {
                return Optional.empty();
            }
            path = depth == 0 ? path : path.resolve(plain(part));
            depth++;
        }
        Path parent = Objects.requireNonNull(path.getParent());
        boolean reachable = path.equals(root) || parent.equals(root) || directories.containsKey(parent);
        return reachable ? Optional.of(path) : Optional.empty();
    }

    private static Path plain(String part) throws IOException {
        try {
            return RawName.path(TarEntry.bytes(part));
        } catch (InvalidPathException e) {
            throw new IOException("the archive holds a name that is none", e);
        }
    }

    private void put(TarEntry entry, Path path, TarReader content, byte[] buffer) throws IOException {
        if (path.equals(root)) {
            return;
        }
        try {
            switch (entry.kind()) {
                case DIRECTORY -> directory(entry, path);
                case LINK -> link(entry, path);
                case HARD_LINK -> hardLink(entry, path);
                case FILE -> file(entry, path, content, buffer);
                default -> {}
            }
        } catch (FileAlreadyExistsException twice) {
            // A name comes once in an honest archive; the first one stays.
        }
    }

    private void directory(TarEntry entry, Path path) throws IOException {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        directories.put(path, entry);
    }

    private static void link(TarEntry entry, Path path) throws IOException {
        if (!entry.link().isEmpty()) {
            Files.createSymbolicLink(path, plain(entry.link()));
            UnpackedAttributes.setOwner(path, entry);
        }
    }

    private void hardLink(TarEntry entry, Path path) throws IOException {
        Optional<Path> known = place(entry.link());
        if (known.isPresent() && Files.isRegularFile(known.get(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createLink(path, known.get());
        }
    }

    private static void file(TarEntry entry, Path path, TarReader content, byte[] buffer) throws IOException {
        try (OutputStream out = Files.newOutputStream(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
        UnpackedAttributes.set(path, entry);
    }
}
