package dev.hostler.engine.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathSuffixFilter;

/** Finds out whether a commit keeps files in Git LFS. Immutable. */
final class LargeFiles {
    /** Real ones have some hundred bytes; a larger one is not worth a notice. */
    private static final int LONGEST = 1 << 20;

    private LargeFiles() {}

    static boolean usedIn(Repository repository, RevCommit commit) throws IOException {
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            walk.setFilter(PathSuffixFilter.create(Constants.DOT_GIT_ATTRIBUTES));
            while (walk.next()) {
                if (walk.getFileMode(0).getObjectType() == Constants.OBJ_BLOB && names(repository, walk)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean names(Repository repository, TreeWalk walk) throws IOException {
        ObjectLoader attributes = repository.open(walk.getObjectId(0));
        return attributes.getSize() <= LONGEST
                && new String(attributes.getBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .anyMatch(line -> !line.startsWith("#") && line.contains("filter=lfs"));
    }
}
