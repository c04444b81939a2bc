package dev.hostler.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a work tree keeps its git directory. Immutable.
 *
 * @param gitDirectory the directory with the index and HEAD
 * @param exclude the file with the repository's own ignore rules
 */
record GitLayout(Path gitDirectory, Path exclude) {
    private static final String POINTER = "gitdir: ";

    /** Real pointers are one path long. */
    private static final long LONGEST_POINTER = 8192;

    /** Returns the layout of the work tree with this top; empty if it is none. */
    static Optional<GitLayout> of(Path top) throws IOException {
        Path dotGit = top.resolve(".git");
        if (Files.isDirectory(dotGit, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(at(dotGit));
        }
        return pointer(dotGit).map(target -> at(top.resolve(target).normalize()));
    }

    /** Returns where a {@code .git} file points to, as it is written there. */
    static Optional<Path> pointer(Path dotGit) throws IOException {
        if (!Files.isRegularFile(dotGit, LinkOption.NOFOLLOW_LINKS) || Files.size(dotGit) > LONGEST_POINTER) {
            return Optional.empty();
        }
        String text = Files.readString(dotGit).strip();
        return text.startsWith(POINTER)
                ? Optional.of(Path.of(text.substring(POINTER.length()).strip()))
                : Optional.empty();
    }

    private static GitLayout at(Path gitDirectory) {
        return new GitLayout(gitDirectory, gitDirectory.resolve("info/exclude"));
    }
}
