package dev.hostler.launcher.grpc.status;

import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.launcher.grpc.codec.WorkloadCodecs;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import dev.hostler.launcher.grpc.proto.agent.WorkloadUsageSnapshot;

/**
 * How workloads are, as the protocol tells it. Thread-safe.
 *
 * @param codecs the types that the node knows
 */
public record StatusMessages(WorkloadCodecs codecs) {
    /** Returns a workload's status. */
    public dev.hostler.launcher.grpc.proto.agent.WorkloadStatus of(Workload workload) {
        WorkloadStatus status = workload.status();
        WorkloadType type = codecs.typeOf(workload.kind());
        String id = workload.key().id().value();
        dev.hostler.launcher.grpc.proto.agent.WorkloadStatus.Builder message =
                dev.hostler.launcher.grpc.proto.agent.WorkloadStatus.newBuilder()
                        .setId(id)
                        .setType(type)
                        .setRevisionId(revision(status.revisions()))
                        .setDesiredState(desired(workload))
                        .setActualState(ActualStates.of(status.phase()))
                        .setMessage(message(status))
                        .setCreatedAt(workload.createdAt().getEpochSecond())
                        .setUpdatedAt(workload.updatedAt().getEpochSecond())
                        .putAllMetadata(StatusMetadata.of(status));
        status.usage().ifPresent(usage -> message.setUsage(usage(id, type, usage)));
        return message.build();
    }

    private static String revision(WorkloadStatus.Revisions revisions) {
        return revisions.wanted().or(revisions::observed).map(Object::toString).orElse("");
    }

    private static DesiredState desired(Workload workload) {
        return workload.desired() == dev.hostler.api.workload.DesiredState.RUNNING
                ? DesiredState.DESIRED_STATE_RUNNING
                : DesiredState.DESIRED_STATE_STOPPED;
    }

    private static String message(WorkloadStatus status) {
        return status.phase() == WorkloadPhase.UNKNOWN
                ? "runtime status failed: "
                        + status.failure().map(Failure::message).orElse(status.message())
                : status.message();
    }

    private static WorkloadUsageSnapshot usage(String id, WorkloadType type, WorkloadUsage usage) {
        return WorkloadUsageSnapshot.newBuilder()
                .setWorkloadId(id)
                .setType(type)
                .setCpuPercent(usage.cpuPercent())
                .setMemoryBytes(usage.memoryBytes())
                .setDiskReadBytes(usage.diskReadBytes())
                .setDiskWriteBytes(usage.diskWriteBytes())
                .setNetRxBytes(usage.netReceivedBytes())
                .setNetTxBytes(usage.netSentBytes())
                .setCollectedAt(usage.at().getEpochSecond())
                .setSource(usage.source())
                .build();
    }
}
