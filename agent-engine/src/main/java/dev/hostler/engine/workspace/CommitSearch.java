package dev.hostler.engine.workspace;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds a commit by the first digits of its id. Immutable.
 *
 * @param url the repository, for messages
 * @param ref what was asked for, for messages
 */
record CommitSearch(RemoteUrl url, String ref) {
    /** Returns the one commit whose id starts so, or that a tag with such an id leads to. */
    ObjectId in(Repository repository, String digits) throws IOException {
        Set<ObjectId> commits = new LinkedHashSet<>();
        boolean found = false;
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(digits))) {
                RevObject object = walk.peel(walk.parseAny(id));
                found = true;
                if (object.getType() == Constants.OBJ_COMMIT) {
                    commits.add(object.copy());
                }
            }
        } catch (MissingObjectException e) {
            throw FetchFailures.noSuchRef(url, ref);
        }
        if (commits.size() > 1) {
            throw FetchFailures.ambiguous(url, ref, commits);
        }
        if (commits.isEmpty()) {
            throw found ? FetchFailures.noCommit(url, ref) : FetchFailures.noSuchRef(url, ref);
        }
        return commits.iterator().next();
    }
}
