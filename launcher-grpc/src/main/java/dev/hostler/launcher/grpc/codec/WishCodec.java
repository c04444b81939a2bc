package dev.hostler.launcher.grpc.codec;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec.SpecCase;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.util.Map;

/**
 * Reads the protocol's wishes. Thread-safe.
 *
 * @param codecs the types that the node knows
 */
public record WishCodec(WorkloadCodecs codecs) {
    private static final Map<SpecCase, WorkloadType> TYPES = Map.of(
            SpecCase.CONTAINER, WorkloadType.WORKLOAD_TYPE_CONTAINER,
            SpecCase.COMPOSE, WorkloadType.WORKLOAD_TYPE_COMPOSE,
            SpecCase.VM, WorkloadType.WORKLOAD_TYPE_VM);

    /**
     * Reads a wish.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the field, or {@code
     *     RUNTIME_UNAVAILABLE} if the node does not serve the type
     */
    public ApplyWorkload read(ApplyWorkloadRequest request) {
        WorkloadId id = new WorkloadId(request.getId());
        DesiredState desired = desired(request);
        requireType(request);
        WorkloadCodec codec = codec(request.getSpec());
        ApplyWorkload wish = ApplyWorkload.of(
                        id.value(), codec.decode(id.value(), request.getRevisionId(), request.getSpec()))
                .desired(desired);
        return request.getRevisionId().isEmpty() ? wish : wish.revision(request.getRevisionId());
    }

    private static DesiredState desired(ApplyWorkloadRequest request) {
        return switch (request.getDesiredState()) {
            case DESIRED_STATE_UNSPECIFIED, DESIRED_STATE_RUNNING -> DesiredState.RUNNING;
            case DESIRED_STATE_STOPPED -> DesiredState.STOPPED;
            case UNRECOGNIZED ->
                throw Refusal.of(
                        "desired_state",
                        Integer.toString(request.getDesiredStateValue()),
                        "use DESIRED_STATE_RUNNING or DESIRED_STATE_STOPPED");
        };
    }

    /** The type may be left out, since the spec tells it; but they must not differ. */
    private static void requireType(ApplyWorkloadRequest request) {
        WorkloadType type = type(request.getType(), request.getTypeValue());
        WorkloadType told = TYPES.get(request.getSpec().getSpecCase());
        if (told == null) {
            throw Refusal.of(
                    "spec",
                    request.getId(),
                    "invalid request: spec must contain container, compose, or vm specification",
                    "fill in one of the three");
        }
        if (type != WorkloadType.WORKLOAD_TYPE_UNSPECIFIED && type != told) {
            throw Refusal.of(
                    "type",
                    WorkloadCodecs.word(type),
                    "the spec is one of type " + WorkloadCodecs.word(told),
                    "let both be the same");
        }
    }

    /** Returns a type that came in, unless it has a number that the protocol does not know. */
    public static WorkloadType type(WorkloadType type, int number) {
        if (type == WorkloadType.UNRECOGNIZED) {
            throw Refusal.of("type", Integer.toString(number), "use a type of the protocol");
        }
        return type;
    }

    private WorkloadCodec codec(WorkloadSpec spec) {
        return codecs.of(spec.getSpecCase()).orElseThrow(() -> {
            String word =
                    WorkloadCodecs.word(TYPES.getOrDefault(spec.getSpecCase(), WorkloadType.WORKLOAD_TYPE_UNSPECIFIED));
            return Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "serve workload type",
                            word,
                            "runtime not available for type: " + word,
                            "apply it on another node")
                    .toException();
        });
    }
}
