package dev.hostler.engine;

import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.RestartPolicy;
import java.util.List;

/**
 * One of the specs that a workload of the property tests can have: from one to another it takes nothing, a change in place, a
 * new instance beside the old one, or one in its turn. Immutable.
 *
 * @param number which one; the revision says it too
 */
record Variant(int number) {
    private static final List<RestartPolicy> POLICIES =
            List.of(RestartPolicy.always(), RestartPolicy.no(), RestartPolicy.onFailure(0), RestartPolicy.onFailure(2));

    /** How many there are. */
    static final int COUNT = 2 * 2 * 2 * 2 * POLICIES.size();

    static Variant of(String revision) {
        return new Variant(Integer.parseInt(revision.substring(1)));
    }

    String revision() {
        return "r" + number;
    }

    RestartPolicy policy() {
        return POLICIES.get(number % POLICIES.size());
    }

    private boolean bit(int place) {
        return (number / POLICIES.size() >> place & 1) == 1;
    }

    /** Whether it is of the image that is missing now and then. */
    boolean isOfTheRareImage() {
        return bit(0);
    }

    /** Whether two instances of one workload can't run at one time, if both say so. */
    boolean isAlone() {
        return bit(1);
    }

    /** Whether an instance that was made for the other one can serve this one. */
    boolean fits(Variant other) {
        return bit(0) == other.bit(0) && bit(1) == other.bit(1) && bit(2) == other.bit(2);
    }

    /** Adds what is the same on every host. */
    ContainerSpec spec(ContainerSpec.Builder base) {
        return base.env("SETTING", bit(2) ? "1" : "0")
                .limits(ContainerLimits.NONE.withMemory((bit(3) ? 64L : 96L) << 20))
                .restart(policy())
                .build();
    }

    @Override
    public String toString() {
        return revision() + (isOfTheRareImage() ? " rare" : "") + (isAlone() ? " alone" : "") + " " + policy().mode()
                + policy().retries();
    }
}
