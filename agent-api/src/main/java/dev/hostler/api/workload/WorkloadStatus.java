package dev.hostler.api.workload;

import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a workload is. Immutable.
 *
 * @param phase its state in one word
 * @param message one line for people
 * @param failure why it is not as wanted; empty once it is again
 * @param revisions which revision is where
 * @param restarts how often in a row it was restarted
 * @param nextAttempt when the engine tries again; empty if it does not wait
 * @param gaveUp whether the engine tries no more until the wish is applied anew
 * @param ports its published ports, with those that the runtime chose
 * @param details what the runtime tells of it, by the runtime's own names
 * @param usage what it uses; empty if that is not known
 */
@Experimental
public record WorkloadStatus(
        WorkloadPhase phase,
        String message,
        Optional<Failure> failure,
        Revisions revisions,
        int restarts,
        Optional<Instant> nextAttempt,
        boolean gaveUp,
        List<PortMapping> ports,
        Map<String, String> details,
        Optional<WorkloadUsage> usage) {
    /** Copies the collections. */
    public WorkloadStatus {
        ports = List.copyOf(ports);
        details = Map.copyOf(details);
    }

    /**
     * Which revision is where. All three are the same for a workload that is as wanted. Immutable.
     *
     * @param wanted the one that was applied last; empty if the wish is lost
     * @param applied the one that the engine has brought about last
     * @param observed the one that is on the host
     */
    @Experimental
    public record Revisions(Optional<Revision> wanted, Optional<Revision> applied, Optional<Revision> observed) {}
}
