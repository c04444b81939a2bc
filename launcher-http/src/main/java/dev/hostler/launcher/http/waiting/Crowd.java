package dev.hostler.launcher.http.waiting;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the same thing, each as long as he likes. Who has left leaves nothing behind, however long the thing
 * takes. Thread-safe.
 *
 * <p>Implementation note: the lock guards the members and whether it is over; nobody is told under it.
 */
final class Crowd {
    private final Set<CompletableFuture<Boolean>> members = new HashSet<>();
    private boolean begun;
    private boolean over;
    private @Nullable Throwable failure;

    /** Returns true the first time, and never again. */
    synchronized boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Takes a member in, who is told when it is over, at once if it is. */
    void join(CompletableFuture<Boolean> member) {
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                members.add(member);
            }
        }
        if (late) {
            tell(member);
        } else {
            member.whenComplete((end, broken) -> leave(member));
        }
    }

    private synchronized void leave(CompletableFuture<Boolean> member) {
        members.remove(member);
    }

    /** Tells all: it is over, or nobody will say how it ends. */
    void end(@Nullable Throwable cause) {
        Set<CompletableFuture<Boolean>> all;
        synchronized (this) {
            over = true;
            failure = cause;
            all = Set.copyOf(members);
        }
        all.forEach(this::tell);
    }

    private void tell(CompletableFuture<Boolean> member) {
        Throwable cause;
        synchronized (this) {
            cause = failure;
        }
        if (cause == null) {
            member.complete(true);
        } else {
            member.completeExceptionally(cause);
        }
    }

    /** Returns how many wait. */
    synchronized int size() {
        return members.size();
    }
}
