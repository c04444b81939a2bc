package dev.hostler.launcher.grpc.server;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls, whatever becomes of them. Thread-safe. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Map<ErrorCode, Status> STATUSES = new EnumMap<>(Map.of(
            ErrorCode.INVALID_INPUT, Status.INVALID_ARGUMENT,
            ErrorCode.NOT_FOUND, Status.NOT_FOUND,
            ErrorCode.CONFLICT, Status.FAILED_PRECONDITION,
            ErrorCode.POLICY_DENIED, Status.FAILED_PRECONDITION,
            ErrorCode.NO_CAPACITY, Status.RESOURCE_EXHAUSTED,
            ErrorCode.NOT_ACCEPTING, Status.UNAVAILABLE,
            ErrorCode.STATE_UNAVAILABLE, Status.UNAVAILABLE,
            ErrorCode.RUNTIME_UNAVAILABLE, Status.UNAVAILABLE,
            ErrorCode.CANCELLED, Status.CANCELLED));

    private Answers() {}

    /** Gives a client the answer, or tells it why there is none. Nobody waits for one that has gone. */
    public static <A> void give(StreamObserver<A> client, Supplier<A> answer) {
        if (client instanceof ServerCallStreamObserver<A> call) {
            call.setOnCancelHandler(() -> LOG.debug("A client has gone before its answer"));
        }
        if (Context.current().isCancelled()) {
            return;
        }
        A given;
        try {
            given = answer.get();
        } catch (RuntimeException failed) {
            client.onError(statusOf(failed));
            return;
        }
        client.onNext(given);
        client.onCompleted();
    }

    private static StatusRuntimeException statusOf(RuntimeException failed) {
        if (failed instanceof StatusRuntimeException worded) {
            return worded;
        }
        if (failed instanceof AgentException refused) {
            return STATUSES.getOrDefault(refused.code(), Status.INTERNAL)
                    .withDescription(refused.getMessage())
                    .asRuntimeException();
        }
        LOG.error("A call has failed by a defect", failed);
        return Status.INTERNAL
                .withDescription("a defect of the agent; its log has the details")
                .asRuntimeException();
    }
}
