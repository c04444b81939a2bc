package dev.hostler.launcher.grpc.control;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.launcher.grpc.codec.WorkloadCodecs;
import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.control.FailureReason;
import dev.hostler.launcher.grpc.proto.control.ReasonDetail;
import dev.hostler.launcher.grpc.proto.control.WorkloadStatus;
import dev.hostler.launcher.grpc.proto.control.WorkloadUsageSnapshot;
import dev.hostler.launcher.grpc.status.ActualStates;
import dev.hostler.launcher.grpc.status.FailureReasons;

/**
 * How workloads are, as a heartbeat tells it. Thread-safe.
 *
 * @param codecs the types that the node knows
 */
record WorkloadReports(WorkloadCodecs codecs) {
    WorkloadStatus of(Workload workload) {
        WorkloadStatus.Builder report = WorkloadStatus.newBuilder()
                .setWorkloadId(workload.key().id().value())
                .setState(state(ActualStates.of(workload.status().phase())))
                .setMessage(workload.status().message())
                .setLastTransition(Times.of(workload.updatedAt()));
        workload.status().failure().ifPresent(failure -> {
            report.setFailureReason(reason(failure.code()));
            report.setReason(detail(workload, failure));
        });
        workload.status().usage().ifPresent(usage -> report.setUsage(of(workload, usage)));
        return report.build();
    }

    private static String state(ActualState state) {
        return switch (state) {
            case ACTUAL_STATE_RUNNING -> "Running";
            case ACTUAL_STATE_STOPPED -> "Stopped";
            case ACTUAL_STATE_FAILED -> "Failed";
            case ACTUAL_STATE_PENDING -> "Pending";
            case ACTUAL_STATE_UNSPECIFIED, ACTUAL_STATE_UNKNOWN, UNRECOGNIZED -> "Unknown";
        };
    }

    private static FailureReason reason(ErrorCode code) {
        return switch (code) {
            case IMAGE_NOT_FOUND -> FailureReason.IMAGE_NOT_FOUND;
            case IMAGE_DENIED, IMAGE_UNAVAILABLE -> FailureReason.IMAGE_PULL_FAILED;
            case INVALID_INPUT, POLICY_DENIED -> FailureReason.INVALID_SPEC;
            case NO_CAPACITY, MEMORY_LIMIT -> FailureReason.INSUFFICIENT_RESOURCES;
            case PORT_IN_USE -> FailureReason.NETWORK_ERROR;
            default -> FailureReason.RUNTIME_ERROR;
        };
    }

    private static ReasonDetail detail(Workload workload, Failure failure) {
        ReasonDetail.Builder detail = ReasonDetail.newBuilder()
                .setCode(FailureReasons.of(failure.code()))
                .setMessage(failure.message())
                .setLastTransition(Times.of(workload.updatedAt()))
                .setRetryable(!workload.status().gaveUp());
        workload.status().nextAttempt().ifPresent(time -> detail.setNextRetryAt(Times.of(time)));
        return detail.build();
    }

    WorkloadUsageSnapshot of(Workload workload, WorkloadUsage usage) {
        return WorkloadUsageSnapshot.newBuilder()
                .setWorkloadId(workload.key().id().value())
                .setType(codecs.wordOf(workload.kind()))
                .setCpuPercent(usage.cpuPercent())
                .setMemoryBytes(usage.memoryBytes())
                .setDiskReadBytes(usage.diskReadBytes())
                .setDiskWriteBytes(usage.diskWriteBytes())
                .setNetRxBytes(usage.netReceivedBytes())
                .setNetTxBytes(usage.netSentBytes())
                .setCollectedAt(Times.of(usage.at()))
                .setSource(usage.source())
                .build();
    }
}
