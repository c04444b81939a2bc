package dev.hostler.launcher.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removes directories with all that is in them. Follows no link, and stops at a mount: it may be somebody's data. */
final class DirectoryTree {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private DirectoryTree() {}

    static void remove(Path directory) throws IOException {
        remove(directory, MOUNTS);
    }

    /** Removes a directory unless the table of mounts has an entry in it. */
    static void remove(Path directory, Path mounts) throws IOException {
        if (hasMounts(directory.toRealPath(), mounts)) {
            throw new IOException("something is mounted in it");
        }
        Files.walkFileTree(directory, new Remover());
    }

    private static boolean hasMounts(Path directory, Path table) throws IOException {
        if (!Files.exists(table)) {
            return false; // no Linux
        }
        try (Stream<String> mounts = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            String inside = escaped(directory + "/");
            return mounts.anyMatch(line -> line.split(" ")[MOUNT_POINT].startsWith(inside));
        }
    }

    /** As the kernel writes it: the table's bytes are read one by one, spaces in it are octal. */
    private static String escaped(String path) {
        String bytes = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return bytes.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (!Files.isWritable(directory)) { // as in Go's module cache
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
            if (failed != null) {
                throw failed;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
