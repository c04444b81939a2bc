package dev.hostler.engine.runtime.docker;

import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadKey;

/**
 * The names of a workload's containers. Immutable.
 *
 * @param agentId the agent
 */
record ContainerNames(String agentId) {
    private static final String SEPARATOR = "-";

    /** Returns the name under which others find a workload. */
    String plain(WorkloadKey workload, ContainerSpec spec) {
        return spec.containerName().orElseGet(() -> usual(workload));
    }

    /**
     * Owners and ids may have hyphens, so those of the owner are doubled: the first odd number of them ends it, and no two
     * workloads have one name.
     */
    private String usual(WorkloadKey workload) {
        return "hostler-" + agentId + SEPARATOR + doubled(workload.owner().value()) + SEPARATOR
                + workload.id().value();
    }

    static String doubled(String part) {
        return part.replace(SEPARATOR, SEPARATOR + SEPARATOR);
    }

    /** Returns the name of an instance while another one has the workload's. */
    String besides(InstanceName name, ContainerSpec spec) {
        return besides(plain(name.workload(), spec), name.digest());
    }

    /** Returns the name that an instance of this digest has while another one has the plain one. */
    static String besides(String plain, String digest) {
        return plain + SEPARATOR + digest;
    }
}
