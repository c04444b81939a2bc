package dev.hostler.api.spi;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;

/**
 * The ability of a runtime to say what a wish asks of the host, where only a program of the host knows what the wish comes to.
 * Thread-safe.
 */
@Experimental
public interface ResolvingRuntime {
    /**
     * Finds out what a normalised wish asks of the host once everything in it is resolved. The policies judge the answer
     * before anything is stored; what is run later is what was judged. Changes nothing on the host; bounded by 60 s.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the wish can't be resolved, with {@code
     *     RUNTIME_UNAVAILABLE} if the program can't be asked
     */
    AdmissionPolicy.Request resolve(WorkloadKey key, WorkloadSpec spec) throws InterruptedException;
}
