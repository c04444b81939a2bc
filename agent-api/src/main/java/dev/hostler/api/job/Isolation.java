package dev.hostler.api.job;

import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a job apart from its host: the id of an executor, or {@link #AUTO}. Immutable.
 *
 * @param value the executor's id
 */
@Experimental
public record Isolation(String value) {
    /** A container where Docker answers; else, and only if the job names no image, a process namespace. */
    public static final Isolation AUTO = new Isolation("auto");

    /** A container of the host's Docker engine. */
    public static final Isolation DOCKER = new Isolation("docker");

    /** A process namespace on the host itself. */
    public static final Isolation PROCESS = new Isolation("process");

    /** Checks the id. */
    public Isolation {
        Identifiers.require("isolation", value);
    }

    /** As every record's; spelled out, since one that the JVM makes up costs a short run milliseconds when it is first used. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Isolation that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
