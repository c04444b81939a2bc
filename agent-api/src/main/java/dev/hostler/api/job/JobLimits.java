package dev.hostler.api.job;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a job may use of its host; empty means that the next one who is asked decides: the pipeline, then the agent.
 * Immutable; construct it with {@link #builder}.
 *
 * @param cpus processors, for example 0.5
 * @param memoryBytes memory of all its processes, without swap
 * @param processes processes and threads at one time
 * @param workspaceBytes what lies in the workspace and in the home directory
 */
@Experimental
public record JobLimits(
        OptionalDouble cpus, OptionalLong memoryBytes, OptionalInt processes, OptionalLong workspaceBytes) {
    /** No wish at all. */
    public static final JobLimits NONE = builder().build();

    /** Below this no program starts, and Docker refuses the container. */
    private static final long LEAST_MEMORY = 6L << 20;

    /** Checks the components. */
    public JobLimits {
        require(
                "limits.cpus",
                cpus.isEmpty() || cpus.getAsDouble() >= 0.01 && Double.isFinite(cpus.getAsDouble()),
                "0.01 processors");
        require("limits.memory", memoryBytes.orElse(LEAST_MEMORY) >= LEAST_MEMORY, "6 MiB");
        require("limits.processes", processes.orElse(1) >= 1, "1 process");
        require("limits.workspace", workspaceBytes.orElse(1) >= 1, "1 byte");
    }

    private static void require(String field, boolean enough, String least) {
        if (!enough) {
            throw Fields.refused(field, "too little", "it is less than " + least, "give more, or leave it out");
        }
    }

    /** Returns these limits, with another's for those that are empty. */
    public JobLimits orElse(JobLimits other) {
        return new JobLimits(
                cpus.isPresent() ? cpus : other.cpus,
                memoryBytes.isPresent() ? memoryBytes : other.memoryBytes,
                processes.isPresent() ? processes : other.processes,
                workspaceBytes.isPresent() ? workspaceBytes : other.workspaceBytes);
    }

    /** Starts limits that limit nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parts of {@link JobLimits}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private OptionalDouble cpus = OptionalDouble.empty();
        private OptionalLong memoryBytes = OptionalLong.empty();
        private OptionalInt processes = OptionalInt.empty();
        private OptionalLong workspaceBytes = OptionalLong.empty();

        private Builder() {}

        /** Sets how many processors it may use. */
        public Builder cpus(double value) {
            this.cpus = OptionalDouble.of(value);
            return this;
        }

        /** Sets how much memory it may use, in bytes. */
        public Builder memoryBytes(long value) {
            this.memoryBytes = OptionalLong.of(value);
            return this;
        }

        /** Sets how many processes and threads it may have at one time. */
        public Builder processes(int value) {
            this.processes = OptionalInt.of(value);
            return this;
        }

        /** Sets how much it may keep in the workspace and in the home directory, in bytes. */
        public Builder workspaceBytes(long value) {
            this.workspaceBytes = OptionalLong.of(value);
            return this;
        }

        /** Returns the limits; throws {@code AgentException} if one is too small. */
        public JobLimits build() {
            return new JobLimits(cpus, memoryBytes, processes, workspaceBytes);
        }
    }
}
