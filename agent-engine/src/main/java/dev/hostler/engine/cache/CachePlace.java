package dev.hostler.engine.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A directory that a pipeline wants kept, below a directory of the job. The way down is never through a link. Immutable.
 *
 * @param base the workspace or the home directory
 * @param relative the way down from there; normalized
 */
record CachePlace(Path base, Path relative) {
    private static final String HOME = "~/";

    /** Finds the place that is meant by a path of a pipeline. */
    static CachePlace of(String path, Path workspace, Path home) throws IOException {
        boolean below = path.startsWith(HOME);
        Path relative = Path.of(below ? path.substring(HOME.length()) : path).normalize();
        if (relative.isAbsolute()
                || relative.startsWith("..")
                || relative.toString().isEmpty()) {
            throw new IOException("it is not a directory below the workspace or the home");
        }
        return new CachePlace(below ? home : workspace, relative);
    }

    Path directory() {
        return base.resolve(relative);
    }

    /** Returns whether the directory is there and no link leads to it. */
    boolean isThere() throws IOException {
        for (Path part : parts()) {
            requireNoLink(part);
            if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /** Makes the directory and those above it, as far as they are missing, and returns those made, the lowest first. */
    List<Path> create() throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path part : parts()) {
            requireNoLink(part);
            if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                made.add(Files.createDirectory(part));
            }
        }
        Collections.reverse(made);
        return made;
    }

    private List<Path> parts() {
        List<Path> parts = new ArrayList<>();
        Path part = base;
        for (Path name : relative) {
            part = part.resolve(name);
            parts.add(part);
        }
        return parts;
    }

    private static void requireNoLink(Path part) throws IOException {
        if (Files.isSymbolicLink(part)) {
            throw new IOException("a link is in its way, and links are never followed");
        }
    }
}
