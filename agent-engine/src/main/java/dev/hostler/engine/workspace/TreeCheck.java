package dev.hostler.engine.workspace;

import dev.hostler.api.error.AgentException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Looks at all directories of a commit before any of its files is written: no git client makes names such as {@code ..}
 * or {@code .git}, or two entries of one name, of which a link would lead the other out of the workspace.
 */
final class TreeCheck {
    private final Repository repository;
    private final ObjectChecker checker = new ObjectChecker()
            .setSafeForMacOS(true)
            .setIgnore(ObjectChecker.ErrorType.ZERO_PADDED_FILEMODE, true)
            .setIgnore(ObjectChecker.ErrorType.NULL_SHA1, true);
    private final Set<ObjectId> seen = new HashSet<>();

    private TreeCheck(Repository repository) {
        this.repository = repository;
    }

    /** Throws if a directory of the commit is not to be written out. */
    static void check(Repository repository, RevCommit commit, RemoteUrl url) throws IOException {
        try {
            new TreeCheck(repository).check(commit);
        } catch (CorruptObjectException e) {
            throw unsafe(url, e);
        }
    }

    static AgentException unsafe(RemoteUrl url, Exception thrown) {
        String message = String.valueOf(thrown.getMessage());
        return FetchFailures.refused(
                url, "it has a file name that is not safe to write (" + message + ")", "repair the commit", thrown);
    }

    private void check(RevCommit commit) throws IOException {
        checkTree(commit.getTree());
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            while (walk.next()) {
                if (walk.isSubtree() && checkTree(walk.getObjectId(0))) {
                    walk.enterSubtree();
                }
            }
        }
    }

    /** Returns whether this is the first time; the same directory need not be looked into twice. */
    private boolean checkTree(ObjectId id) throws IOException {
        if (!seen.add(id.copy())) {
            return false;
        }
        byte[] tree = repository.open(id, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE);
        checker.checkTree(id, tree);
        return true;
    }
}
