package dev.hostler.engine;

import dev.hostler.api.workload.DesiredState;

/**
 * What is wanted of a workload. Immutable.
 *
 * @param variant its spec, and its revision
 * @param desired whether it should run
 */
record Wished(Variant variant, DesiredState desired) {
    boolean runs() {
        return desired == DesiredState.RUNNING;
    }

    /** How it goes when all is well. */
    Life met() {
        return runs() ? Life.RUNNING : Life.STOPPED;
    }

    /** How it goes when what it needs can't be had. */
    Life blocked() {
        return runs() && variant.policy().retries() > 0 ? Life.GIVEN_UP : Life.BLOCKED;
    }
}
