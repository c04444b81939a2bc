package dev.hostler.launcher.grpc.server;

import java.time.Duration;

/** Gets a number for each call that was served. Must not block. Thread-safe. */
@FunctionalInterface
public interface CallNumbers {
    /** Notes a call: the short name of the method, gRPC's word for how it ended, and how long it took. */
    void served(String method, String code, Duration duration);
}
