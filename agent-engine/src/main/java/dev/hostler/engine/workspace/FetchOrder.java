package dev.hostler.engine.workspace;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One repository to check out. Immutable; its text form keeps the token to itself.
 *
 * @param url where from
 * @param ref a branch, a tag, a commit id or {@code HEAD}
 * @param directory where to; there and empty
 * @param token the access token for this repository's server
 * @param level how many repositories it is a submodule of, one in another
 */
record FetchOrder(RemoteUrl url, String ref, Path directory, Optional<String> token, int level) {
    /** Returns the order for a submodule; the token goes along only to the same server. */
    FetchOrder submodule(RemoteUrl submodule, String commit, Path place) {
        Optional<String> handedOn = token.filter(t -> url.sameOrigin(submodule.uri()));
        return new FetchOrder(submodule, commit, place, handedOn, level + 1);
    }

    @Override
    public String toString() {
        return ref + " of " + url.text();
    }
}
