package dev.hostler.engine.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * The ignore rules that hold in one directory of a work tree: its own, and those of the directories above. Immutable.
 *
 * @param outer the rules of the directory above
 * @param directory the directory's path in the work tree, empty or with a slash at its end
 * @param rules the rules that are written in this directory
 */
record IgnoreRules(@Nullable IgnoreRules outer, String directory, IgnoreNode rules) {
    private static final String FILE = ".gitignore";

    /** Returns the rules at the top of a work tree. */
    static IgnoreRules atTop(Path exclude, Path top) throws IOException {
        return new IgnoreRules(null, "", read(exclude)).below(top, "");
    }

    /** Returns the rules in a directory further down. */
    IgnoreRules below(Path place, String path) throws IOException {
        Path file = place.resolve(FILE);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? new IgnoreRules(this, path, read(file)) : this;
    }

    /** Returns whether the last rule that fits this path says so. */
    boolean ignore(String path, boolean isDirectory) {
        for (IgnoreRules each = this; each != null; each = each.outer) {
            Boolean verdict = each.rules.checkIgnored(path.substring(each.directory.length()), isDirectory);
            if (verdict != null) {
                return verdict;
            }
        }
        return false;
    }

    private static IgnoreNode read(Path file) throws IOException {
        IgnoreNode node = new IgnoreNode();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream content = Files.newInputStream(file)) {
                node.parse(content);
            }
        }
        return node;
    }
}
