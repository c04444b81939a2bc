package dev.hostler.engine.artifact;

import dev.hostler.engine.artifact.ArtifactPattern.Position;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * One walk through a workspace, in order of path, into nothing that can't match. Each directory is opened relative to
 * its parent and each file relative to its directory, so that no link can be slipped in between. Confined to one
 * thread.
 */
final class ArtifactWalk {
    private static final int DEEPEST = 100;
    private static final String GIT = ".git";

    private final List<ArtifactPattern> patterns;
    private final Delivery delivery;
    private final LeftOut leftOut;
    private final boolean[] hits;
    private long entriesLeft;

    ArtifactWalk(List<ArtifactPattern> patterns, Delivery delivery, ArtifactLimits limits) {
        this.patterns = patterns;
        this.delivery = delivery;
        this.leftOut = new LeftOut(limits);
        this.hits = new boolean[patterns.size()];
        this.entriesLeft = limits.entries();
    }

    void run(Path workspace) throws IOException {
        try (SecureDirectoryStream<Path> root = secure(workspace)) {
            directory(root, "", patterns.stream().map(ArtifactPattern::start).toList(), 0);
        }
    }

    /** Returns one line for each kind of thing that was left out, and for each pattern without a match. */
    List<String> notices() {
        List<String> notices = new ArrayList<>(leftOut.notices());
        for (int i = 0; i < hits.length; i++) {
            if (!hits[i]) {
                notices.add("nothing matches the pattern " + patterns.get(i).text());
            }
        }
        return notices;
    }

    private void directory(SecureDirectoryStream<Path> directory, String prefix, List<Position> above, int depth)
            throws IOException {
        for (Path name : sorted(directory)) {
            if (depth > 0 || !name.toString().equals(GIT)) {
                List<Position> here = enter(above, name.toString());
                if (!leftOut.isFull() && here.stream().anyMatch(position -> !position.isDead())) {
                    entry(directory, name, prefix + name, here, depth);
                }
            }
        }
    }

    /** A directory with more names than are left is sorted as far as it was read; the notice says so. */
    private Iterable<Path> sorted(SecureDirectoryStream<Path> directory) {
        TreeMap<String, Path> names = new TreeMap<>();
        for (Path entry : directory) {
            if (entriesLeft-- <= 0) {
                leftOut.tooManyEntries();
                break;
            }
            Path name = entry.getFileName();
            names.put(name.toString(), name);
        }
        return names.values();
    }

    private static List<Position> enter(List<Position> above, String name) {
        return above.stream().map(position -> position.enter(name)).toList();
    }

    private void entry(SecureDirectoryStream<Path> parent, Path name, String path, List<Position> here, int depth) {
        boolean wanted = here.stream().anyMatch(Position::matches);
        try {
            BasicFileAttributes attributes = parent.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (attributes.isDirectory()) {
                descend(parent, name, path, here, depth);
            } else if (wanted && attributes.isRegularFile()) {
                file(parent, name, path, here);
            } else if (wanted) {
                leftOut.special(path, attributes.isSymbolicLink());
            }
        } catch (IOException e) {
            leftOut.unreadable(path);
        }
    }

    private void descend(SecureDirectoryStream<Path> parent, Path name, String path, List<Position> here, int depth)
            throws IOException {
        if (depth == DEEPEST) {
            leftOut.tooDeep(path);
            return;
        }
        try (SecureDirectoryStream<Path> child = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            directory(child, path + "/", here, depth + 1);
        }
    }

    private void file(SecureDirectoryStream<Path> parent, Path name, String path, List<Position> here)
            throws IOException {
        if (!isExact(name)) {
            leftOut.unreadable(path);
            return;
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel file = parent.newByteChannel(name, options)) {
            long size = file.size();
            if (!delivery.hasRoom(size)) {
                leftOut.full(path);
                return;
            }
            delivery.deliver(path, size, file);
            markHits(here);
        }
    }

    private void markHits(List<Position> here) {
        for (int i = 0; i < hits.length; i++) {
            hits[i] |= here.get(i).matches();
        }
    }

    /** A name in another encoding has lost bytes as a string, so that two files could become one. */
    private static boolean isExact(Path name) {
        return Path.of(name.toString()).equals(name);
    }

    private static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
        var stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this file system can't open files relative to a directory");
    }
}
