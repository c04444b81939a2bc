package dev.hostler.engine.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ProgressMonitor;

/**
 * Copies a directory tree: files with modes and times, links as links, empty directories. Owners are not kept, nor are
 * set-user-id bits. A file that vanishes meanwhile is left out. Confined to one thread.
 */
final class TreeCopy {
    private static final String DOT_GIT = ".git";

    private final Path source;
    private final Path workspace;
    private final Consumer<String> notices;
    private final ProgressMonitor monitor;
    private int files;
    private int special;

    /** Both paths are real ones, without links. */
    TreeCopy(Path source, Path workspace, Consumer<String> notices, ProgressMonitor monitor) {
        this.source = source;
        this.workspace = workspace;
        this.notices = notices;
        this.monitor = monitor;
    }

    /** Returns how many files and links were copied. */
    int files() {
        return files;
    }

    /** Returns how many sockets, FIFOs and devices were left out. */
    int special() {
        return special;
    }

    void run() throws IOException {
        copyEntries(source, workspace, Optional.of(WorkTreeRules.of(source)));
    }

    /** Without rules, all is copied: the inside of a git directory. */
    private void copyEntries(Path from, Path to, Optional<WorkTreeRules> rules) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                if (monitor.isCancelled()) {
                    throw FetchFailures.cancelled(source.toString());
                }
                copyEntry(entry, to.resolve(entry.getFileName().toString()), rules);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void copyEntry(Path from, Path to, Optional<WorkTreeRules> rules) throws IOException {
        String name = from.getFileName().toString();
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(from, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (from.equals(workspace) || leftOut(from, name, attributes, rules)) {
            return;
        }
        if (attributes.isDirectory()) {
            copyDirectory(from, to, attributes, below(rules, name, from));
        } else if (attributes.isSymbolicLink()) {
            Files.createSymbolicLink(to, Files.readSymbolicLink(from));
            files++;
        } else if (attributes.isRegularFile()) {
            copyFile(from, to, attributes);
        } else {
            special++;
        }
    }

    private static Optional<WorkTreeRules> below(Optional<WorkTreeRules> rules, String name, Path place)
            throws IOException {
        return rules.isEmpty() || name.equals(DOT_GIT)
                ? Optional.empty()
                : Optional.of(rules.get().inside(name, place));
    }

    private boolean leftOut(Path from, String name, PosixFileAttributes attributes, Optional<WorkTreeRules> rules)
            throws IOException {
        if (rules.isEmpty()) {
            return name.endsWith(".lock"); // held by a git outside, and would stop the one inside
        }
        if (name.equals(DOT_GIT)) {
            return !attributes.isDirectory() && !pointsInside(from);
        }
        return rules.get().leavesOut(name, attributes.isDirectory());
    }

    /** A {@code .git} file of a submodule may point into what is copied; one of a linked work tree never does. */
    private boolean pointsInside(Path dotGit) throws IOException {
        Optional<Path> target = GitLayout.pointer(dotGit).filter(path -> !path.isAbsolute());
        boolean inside = target.isPresent()
                && dotGit.resolveSibling(target.get()).normalize().startsWith(source);
        if (!inside) {
            notices.accept("left out '" + source.relativize(dotGit) + "', which points to a repository elsewhere;"
                    + " git does not work there");
        }
        return inside;
    }

    private void copyDirectory(Path from, Path to, PosixFileAttributes attributes, Optional<WorkTreeRules> rules)
            throws IOException {
        Files.createDirectory(to);
        copyEntries(from, to, rules);
        Files.setPosixFilePermissions(to, attributes.permissions());
        Files.setLastModifiedTime(to, attributes.lastModifiedTime());
    }

    private void copyFile(Path from, Path to, PosixFileAttributes attributes) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long size = in.size();
            for (long done = 0; done < size; ) {
                long copied = in.transferTo(done, size - done, out);
                if (copied <= 0) {
                    break; // somebody made the file shorter
                }
                done += copied;
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.setPosixFilePermissions(to, attributes.permissions());
        Files.setLastModifiedTime(to, attributes.lastModifiedTime());
        files++;
    }
}
