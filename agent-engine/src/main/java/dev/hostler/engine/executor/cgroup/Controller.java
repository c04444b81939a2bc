package dev.hostler.engine.executor.cgroup;

import java.util.Locale;

/** What a control group can limit. */
public enum Controller {
    /** Memory without swap. */
    MEMORY,
    /** Processors. */
    CPU,
    /** Processes and threads. */
    PIDS;

    /** Returns the kernel's name for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
