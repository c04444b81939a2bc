package dev.hostler.launcher.cli.bench;

import java.time.Duration;

/**
 * What to measure. Immutable.
 *
 * @param image the image of all containers
 * @param pool how many sandboxes may stand ready
 * @param jobs how many jobs come one after the other, with a pause and then without
 * @param spacing that pause, from start to start
 * @param single how many containers and cold jobs, each alone
 * @param callers how many bring work at one time
 * @param batch how much work they bring together, in each turn
 * @param megabytes how much one step prints
 * @param turns how often the things that are compared take turns
 */
record BenchPlan(
        String image,
        int pool,
        int jobs,
        Duration spacing,
        int single,
        int callers,
        int batch,
        int megabytes,
        int turns) {
    static final double CPUS = 1;
    static final long MEMORY = 512L << 20;
}
