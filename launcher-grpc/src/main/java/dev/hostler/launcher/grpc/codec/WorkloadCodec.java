package dev.hostler.launcher.grpc.codec;

import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;

/**
 * What the door knows of one type of workloads. Thread-safe. A further type is a further codec in {@link WorkloadCodecs},
 * and nothing else.
 */
public interface WorkloadCodec {
    /** Returns the protocol's type. */
    WorkloadType type();

    /** Returns the protocol's word for it, such as {@code container}. */
    String word();

    /** Returns the engine's kind. */
    String kind();

    /** Returns the id of the engine's runtime in charge, which the engine's health tells of. */
    String runtime();

    /** Returns in which form of the protocol's spec it comes. */
    dev.hostler.launcher.grpc.proto.agent.WorkloadSpec.SpecCase form();

    /**
     * Reads a spec.
     *
     * @param id the workload's id
     * @param revision the revision, as the caller gave it
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the field
     */
    WorkloadSpec decode(String id, String revision, dev.hostler.launcher.grpc.proto.agent.WorkloadSpec spec);
}
