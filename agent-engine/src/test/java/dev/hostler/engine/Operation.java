package dev.hostler.engine;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Something that happens to a workload, to its host or to its agent. Immutable.
 *
 * @param kind what
 * @param workload which one, if it is about one
 * @param choice in which way
 */
record Operation(Kind kind, int workload, int choice) {
    /** How many workloads there are. */
    static final int WORKLOADS = 5;

    /** What can happen. */
    enum Kind {
        /** A wish of any spec. */
        APPLY,
        /** The same wish again. */
        AGAIN,
        /** The same spec is not to run. */
        STOP,
        /** The same spec is to run. */
        RUN,
        /** The spec that is there is wanted again, in place of a newer one. */
        BACK,
        /** The workload is to go. */
        DELETE,
        /** Another spec under the same revision. */
        CONFLICT,
        /** The instance ends by itself; now and then while the agent is away. */
        CRASH,
        /** Somebody removes the instance. */
        REMOVE,
        /** One of the images is missing, or is there again. */
        IMAGE,
        /** The host can't be reached, or can again. */
        HOST,
        /** The agent is closed and started again. */
        RESTART,
        /** The agent dies after some more acts. */
        DEATH,
        /** Ten minutes pass in which nothing happens. */
        LONG,
        /** All have the time to become as they should be. */
        REST
    }

    /** Returns sequences of operations. */
    static Arbitrary<List<Operation>> sequences() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(16, Kind.APPLY),
                Tuple.of(4, Kind.AGAIN),
                Tuple.of(5, Kind.STOP),
                Tuple.of(5, Kind.RUN),
                Tuple.of(5, Kind.BACK),
                Tuple.of(4, Kind.DELETE),
                Tuple.of(2, Kind.CONFLICT),
                Tuple.of(10, Kind.CRASH),
                Tuple.of(4, Kind.REMOVE),
                Tuple.of(3, Kind.IMAGE),
                Tuple.of(2, Kind.HOST),
                Tuple.of(1, Kind.RESTART),
                Tuple.of(3, Kind.DEATH),
                Tuple.of(1, Kind.LONG),
                Tuple.of(3, Kind.REST));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, WORKLOADS - 1),
                        Arbitraries.integers().between(0, Variant.COUNT - 1))
                .as(Operation::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(30);
    }

    @Override
    public String toString() {
        return kind + " " + workload + " " + choice;
    }
}
