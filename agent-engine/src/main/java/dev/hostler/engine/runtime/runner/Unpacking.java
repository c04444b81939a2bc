package dev.hostler.engine.runtime.runner;

import dev.hostler.engine.archive.TarEntry;
import dev.hostler.engine.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a runner's archive into an empty directory, and refuses what an honest one does not hold: a way out, be it a name
 * or a link, a device, or far more than was packed. Confined to one thread.
 */
final class Unpacking {
    private static final int BUFFER = 64 * 1024;
    private static final long MOST_ENTRIES = 500_000;

    /** A real one grows to its threefold. */
    private static final int MOST_GROWTH = 8;

    private static final long SMALL = 64L << 20;

    private final Path root;
    private final Set<Path> directories = new HashSet<>();
    private long entriesLeft = MOST_ENTRIES;
    private long bytesLeft;

    Unpacking(Path root) {
        this.root = root;
        directories.add(root);
    }

    /** Unpacks an archive; throws if it is damaged or refused, and leaves a part then. */
    void unpack(Path archive) throws IOException {
        bytesLeft = Files.size(archive) * MOST_GROWTH + SMALL;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), BUFFER)) {
            TarReader reader = new TarReader(in);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                count(entry.get());
                put(entry.get(), reader, buffer);
            }
        }
    }

    private void count(TarEntry entry) throws IOException {
        entriesLeft--;
        bytesLeft -= entry.size();
        if (entriesLeft < 0 || bytesLeft < 0) {
            throw new IOException("it unpacks to far more than an archive of its size holds");
        }
    }

    private void put(TarEntry entry, TarReader content, byte[] buffer) throws IOException {
        Path path = place(entry.name());
        if (path.equals(root)) {
            return;
        }
        makeParents(path);
        switch (entry.kind()) {
            case DIRECTORY -> directory(path);
            case FILE -> file(entry, path, content, buffer);
            case LINK -> link(entry, path);
            case HARD_LINK -> hardLink(entry, path);
            case OTHER -> throw new IOException("it holds a device or the like: " + shown(entry.name()));
        }
    }

    private Path place(String name) throws IOException {
        Path path = root;
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || part.indexOf('\0') >= 0) {
                throw leadsOut(name);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path = path.resolve(part);
            }
        }
        if (name.startsWith("/") || !path.startsWith(root)) {
            throw leadsOut(name);
        }
        return path;
    }

    private static IOException leadsOut(String name) {
        return new IOException("it holds a name that leads out of it: " + shown(name));
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(60, name.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Makes what an archive may leave out; never goes through anything but a directory that was made here. */
    private void makeParents(Path path) throws IOException {
        for (Path parent = root; !parent.equals(path.getParent()); ) {
            parent = parent.resolve(parent.relativize(path).getName(0));
            directory(parent);
        }
    }

    private void directory(Path path) throws IOException {
        if (!directories.contains(path)) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("it holds something below what is no directory: " + shown(path.toString()));
            }
            Files.createDirectory(path, SmallFile.privateDirectory());
            directories.add(path);
        }
    }

    private static void file(TarEntry entry, Path path, TarReader content, byte[] buffer) throws IOException {
        try (OutputStream out = Files.newOutputStream(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
        Files.setPosixFilePermissions(path, permissions(entry.mode()));
    }

    /** The owner can always read and write, and nobody gets more than that from set-user-id bits. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        if ((mode & 0040) != 0) {
            permissions.add(PosixFilePermission.GROUP_READ);
        }
        if ((mode & 0010) != 0) {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if ((mode & 0004) != 0) {
            permissions.add(PosixFilePermission.OTHERS_READ);
        }
        if ((mode & 0001) != 0) {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    private void link(TarEntry entry, Path path) throws IOException {
        Path target =
                Objects.requireNonNull(path.getParent()).resolve(entry.link()).normalize();
        if (entry.link().startsWith("/") || !target.startsWith(root)) {
            throw new IOException("it holds a link that leads out of it: " + shown(entry.name()));
        }
        Files.createSymbolicLink(path, Path.of(entry.link()));
    }

    private void hardLink(TarEntry entry, Path path) throws IOException {
        Path known = place(entry.link());
        if (!directories.contains(known.getParent()) || !Files.isRegularFile(known, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it holds a link to what is not in it: " + shown(entry.name()));
        }
        Files.createLink(path, known);
    }
}
