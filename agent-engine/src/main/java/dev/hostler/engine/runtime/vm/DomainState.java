package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.Instance;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A domain's state, in the order of virDomainState. */
enum DomainState {
    /** Libvirt knows none. */
    NOSTATE(Instance.State.BROKEN, "no state", List.of()),
    /** Runs. */
    RUNNING(
            Instance.State.RUNNING,
            "running",
            List.of(
                    "unknown",
                    "booted",
                    "migrated",
                    "restored",
                    "from snapshot",
                    "unpaused",
                    "migration canceled",
                    "save canceled",
                    "event wakeup",
                    "crashed",
                    "post-copy")),
    /** Waits for the host. */
    BLOCKED(Instance.State.RUNNING, "blocked", List.of()),
    /** Frozen. */
    PAUSED(
            Instance.State.PAUSED,
            "paused",
            List.of("unknown", "user", "migrating", "saving", "dumping", "I/O error", "watchdog", "from snapshot")),
    /** On its way out. */
    SHUTDOWN(Instance.State.RUNNING, "shutting down", List.of()),
    /** Does not run. */
    SHUTOFF(
            Instance.State.EXITED,
            "shut off",
            List.of(
                    "unknown",
                    "shutdown",
                    "destroyed",
                    "crashed",
                    "migrated",
                    "saved",
                    "failed",
                    "from snapshot",
                    "daemon")),
    /** Its kernel has given up, and it was kept for somebody to look at. */
    CRASHED(Instance.State.BROKEN, "crashed", List.of("unknown", "panicked")),
    /** Sleeps by the guest's own wish. */
    PMSUSPENDED(Instance.State.PAUSED, "suspended by the guest", List.of());

    private static final int KILLED = 137;

    /** What an end means as an exit code, by libvirt's reason; others mean nothing of the kind. */
    private static final Map<Integer, Integer> CODES = Map.of(1, 0, 2, KILLED, 3, 1, 4, 0, 5, 0, 6, 1, 8, 1);

    private final Instance.State meaning;
    private final String word;
    private final List<String> reasons;

    DomainState(Instance.State meaning, String word, List<String> reasons) {
        this.meaning = meaning;
        this.word = word;
        this.reasons = reasons;
    }

    static DomainState of(long number) {
        return number >= 0 && number < values().length ? values()[(int) number] : NOSTATE;
    }

    Instance.State meaning() {
        return meaning;
    }

    String word() {
        return word;
    }

    String reason(int number) {
        return number >= 0 && number < reasons.size() ? reasons.get(number) : "unknown";
    }

    /** Returns whether there is a process of it. */
    boolean isAlive() {
        return this != SHUTOFF && this != NOSTATE;
    }

    /** Returns what a reason for a machine's end means as an exit code: 0 if it has shut itself down. */
    static OptionalInt exitCode(int reason) {
        Integer code = CODES.get(reason);
        return code == null ? OptionalInt.empty() : OptionalInt.of(code);
    }
}
