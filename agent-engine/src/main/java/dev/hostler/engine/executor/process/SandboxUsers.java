package dev.hostler.engine.executor.process;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Hands out user ids, each to one sandbox at a time. Thread-safe; {@code this} guards {@code taken}. */
final class SandboxUsers {
    private final int first;
    private final HostProcesses host;
    private final Set<Integer> taken = new HashSet<>();

    SandboxUsers(int first, HostProcesses host) {
        this.first = first;
        this.host = host;
    }

    /** Takes a user id that no process of the host has; neighbours in time get ids far apart. */
    int lease(String sandbox) {
        for (int i = 0; i < ProcessSettings.USERS; i++) {
            int uid = first + Math.floorMod(sandbox.hashCode() + i, ProcessSettings.USERS);
            if (take(uid)) {
                if (isFree(uid)) {
                    return uid;
                }
                release(uid);
            }
        }
        throw Failure.cannot(
                        ErrorCode.NO_CAPACITY, "open sandbox", sandbox, "all user ids are taken", "end other sandboxes")
                .toException();
    }

    private boolean isFree(int uid) {
        try {
            return !host.hasUser(uid);
        } catch (IOException e) {
            return true;
        }
    }

    /** Takes a user id that a sandbox already has. Returns whether it was free. */
    synchronized boolean take(int uid) {
        return taken.add(uid);
    }

    synchronized void release(int uid) {
        taken.remove(uid);
    }
}
