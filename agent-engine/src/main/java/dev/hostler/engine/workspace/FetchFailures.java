package dev.hostler.engine.workspace;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.engine.retry.TransientFailure;
import java.util.Collection;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/** Words what keeps a source from being checked out. Immutable. */
final class FetchFailures {
    private FetchFailures() {}

    /** The repository as a whole can't be had. */
    static AgentException refused(RemoteUrl url, String cause, String remedy) {
        return failure(url, cause, remedy).toException();
    }

    /** The repository as a whole can't be had, and something was thrown. */
    static AgentException refused(RemoteUrl url, String cause, String remedy, Throwable thrown) {
        return failure(url, cause, remedy).toException(thrown);
    }

    /** The repository can't be had now, but perhaps soon. */
    static AgentException passing(RemoteUrl url, String cause, String remedy, Throwable thrown) {
        return new TransientFailure(failure(url, cause, remedy), thrown);
    }

    private static Failure failure(RemoteUrl url, String cause, String remedy) {
        return Failure.cannot(ErrorCode.SOURCE_UNAVAILABLE, "check out repository", url.text(), cause, remedy);
    }

    /** The repository is there, the ref is not. */
    static AgentException noSuchRef(RemoteUrl url, String ref) {
        return ref(ref, "'" + url.text() + "' has no such branch, tag or commit", "check the name, or push it there");
    }

    /** The ref is there, and no commit. */
    static AgentException noCommit(RemoteUrl url, String ref) {
        return ref(ref, "in '" + url.text() + "' it is not a commit", "name a branch, a tag of a commit, or a commit");
    }

    /** An abbreviated id fits more than one commit. */
    static AgentException ambiguous(RemoteUrl url, String ref, Collection<? extends ObjectId> matches) {
        String some = matches.stream().limit(4).map(ObjectId::name).collect(Collectors.joining(", "));
        return ref(
                ref,
                "'" + url.text() + "' has " + matches.size() + " commits that start so: " + some,
                "give more digits");
    }

    /** Nobody wants the source any more. */
    static AgentException cancelled(String source) {
        return Failure.cannot(
                        ErrorCode.CANCELLED, "check out", source, "the job was cancelled", "submit it again if needed")
                .toException();
    }

    private static AgentException ref(String ref, String cause, String remedy) {
        return Failure.cannot(ErrorCode.SOURCE_UNAVAILABLE, "check out ref", ref, cause, remedy)
                .toException();
    }
}
