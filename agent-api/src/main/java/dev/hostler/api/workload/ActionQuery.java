package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which of the actions that are kept. Immutable.
 *
 * @param owner of whose workloads
 * @param workload of which of them; empty: of all
 * @param last only so many of the newest; empty: all
 */
@Experimental
public record ActionQuery(Owner owner, Optional<WorkloadId> workload, OptionalInt last) {
    /** Checks the number. */
    public ActionQuery {
        Fields.within("last", last.orElse(0), 0, Integer.MAX_VALUE);
    }

    /** Asks for all actions of an owner. */
    public static ActionQuery of(Owner owner) {
        return new ActionQuery(owner, Optional.empty(), OptionalInt.empty());
    }

    /** Asks for all actions of a workload. */
    public static ActionQuery of(WorkloadKey workload) {
        return new ActionQuery(workload.owner(), Optional.of(workload.id()), OptionalInt.empty());
    }

    /** Returns the same question for the newest actions. */
    public ActionQuery last(int actions) {
        return new ActionQuery(owner, workload, OptionalInt.of(actions));
    }
}
