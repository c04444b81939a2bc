package dev.hostler.engine.executor.cgroup;

/** The two versions of control groups, and how each names its files. */
enum GroupVersion {
    /** A hierarchy for each controller. */
    V1("memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.oom_control"),
    /** One hierarchy for all. */
    V2("memory.max", "memory.swap.max", "memory.events");

    private final String memoryLimit;
    private final String swapLimit;
    private final String memoryEvents;

    GroupVersion(String memoryLimit, String swapLimit, String memoryEvents) {
        this.memoryLimit = memoryLimit;
        this.swapLimit = swapLimit;
        this.memoryEvents = memoryEvents;
    }

    String memoryLimit() {
        return memoryLimit;
    }

    /** Returns the name of a file that a kernel without accounts of swap lacks. */
    String swapLimit() {
        return swapLimit;
    }

    /** Returns the name of the file with the line {@code oom_kill COUNT}. */
    String memoryEvents() {
        return memoryEvents;
    }

    /** Returns the swap limit that allows none: version 1 limits memory and swap together, version 2 swap alone. */
    long noSwap(long memoryBytes) {
        return this == V1 ? memoryBytes : 0;
    }
}
