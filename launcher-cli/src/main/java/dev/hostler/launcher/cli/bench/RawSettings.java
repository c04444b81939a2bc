package dev.hostler.launcher.cli.bench;

import java.io.IOException;

/**
 * What raw containers are created of that jobs in one network are compared with. Immutable.
 *
 * @param network whether they reach a network
 * @param plain a container with a job's limits, and as little else as can be
 * @param alike a container with all that a job's has: mounts, dropped rights, settings
 */
record RawSettings(boolean network, String plain, String alike) {
    /** Runs a job to see what its container has. */
    static RawSettings of(BenchPlan plan, BenchSite site, boolean network) throws IOException, InterruptedException {
        JobContainer like = new JobContainer(site.directory().resolve("mounts"));
        try (EngineSocket engine = EngineSocket.connect(site.socket())) {
            String alike = site.agent().look(network, container -> like.settings(engine, container));
            return new RawSettings(network, RawContainer.plain(plan, network), alike);
        }
    }

    /** Returns the end of the names of what was measured in this network. */
    String where() {
        return network ? ", bridge" : ", no network";
    }
}
