package dev.hostler.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * What git leaves out in one directory: what is ignored and not tracked nevertheless. Immutable.
 *
 * @param index what is tracked; null outside of work trees, where nothing is left out
 * @param rules the ignore rules here
 * @param path this directory's path in its work tree, empty or with a slash at its end
 * @param onlyTracked whether the directory as a whole is ignored
 */
record WorkTreeRules(@Nullable DirCache index, @Nullable IgnoreRules rules, String path, boolean onlyTracked) {
    private static final WorkTreeRules NONE = new WorkTreeRules(null, null, "", false);

    /** Returns the rules for a directory, which may be deep in a work tree. */
    static WorkTreeRules of(Path directory) throws IOException {
        for (Path top = directory; top != null; top = top.getParent()) {
            if (Files.exists(top.resolve(".git"))) {
                return atTop(top).orElse(NONE).down(top, directory);
            }
        }
        return NONE;
    }

    private static Optional<WorkTreeRules> atTop(Path top) throws IOException {
        Optional<GitLayout> layout = GitLayout.of(top);
        if (layout.isEmpty()) {
            return Optional.empty();
        }
        DirCache index =
                DirCache.read(layout.get().gitDirectory().resolve("index").toFile(), FS.DETECTED);
        return Optional.of(
                new WorkTreeRules(index, IgnoreRules.atTop(layout.get().exclude(), top), "", false));
    }

    /** A directory that is ignored itself is meant to be copied nevertheless: somebody named it. */
    private WorkTreeRules down(Path top, Path directory) throws IOException {
        WorkTreeRules here = this;
        Path place = top;
        for (Path name : top.relativize(directory)) {
            place = place.resolve(name);
            if (!name.toString().isEmpty()) {
                here = here.inside(name.toString(), place);
            }
        }
        return here.onlyTracked ? NONE : here;
    }

    /** Returns whether git would leave this entry out. */
    boolean leavesOut(String name, boolean isDirectory) {
        return index != null && ignores(name, isDirectory) && !tracks(path + name);
    }

    private boolean ignores(String name, boolean isDirectory) {
        return onlyTracked || (rules != null && rules.ignore(path + name, isDirectory));
    }

    private boolean tracks(String entry) {
        return index != null && (index.findEntry(entry) >= 0 || index.getEntriesWithin(entry).length > 0);
    }

    /** Returns the rules in a directory of this one; one with a repository of its own has its own rules. */
    WorkTreeRules inside(String name, Path place) throws IOException {
        Optional<WorkTreeRules> own = Files.exists(place.resolve(".git")) ? atTop(place) : Optional.empty();
        if (own.isPresent() || rules == null) {
            return own.orElse(this);
        }
        String below = path + name + "/";
        return new WorkTreeRules(index, rules.below(place, below), below, ignores(name, true));
    }
}
