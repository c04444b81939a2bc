package dev.hostler.launcher.grpc.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;

/**
 * Counts calls and measures how long they take. Thread-safe.
 *
 * @param numbers where it goes
 */
record CallMeter(CallNumbers numbers) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        long begun = System.nanoTime();
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        numbers.served(method, status.getCode().name(), Duration.ofNanos(System.nanoTime() - begun));
                        super.close(status, trailers);
                    }
                },
                headers);
    }
}
