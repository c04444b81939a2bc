package dev.hostler.engine.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Describes trees, so that two can be compared. */
final class Trees {
    private Trees() {}

    /** Returns kind, mode, time and content or target of everything in a directory, itself included. */
    static Map<String, String> describe(Path directory) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                found.put(directory.relativize(path).toString(), describeOne(path));
            }
        }
        return found;
    }

    private static String describeOne(Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            return "link to " + Files.readSymbolicLink(path);
        }
        String common = PosixFilePermissions.toString(attributes.permissions()) + " " + attributes.owner() + " "
                + attributes.lastModifiedTime() + " ";
        return common + (attributes.isDirectory() ? "directory" : "file " + Files.readString(path));
    }
}
