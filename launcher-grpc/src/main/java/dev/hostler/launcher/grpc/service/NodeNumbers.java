package dev.hostler.launcher.grpc.service;

import java.time.Duration;

/** Gets the numbers of the calls that change something. Must not block. Thread-safe. */
public interface NodeNumbers {
    /** A wish was accepted, or was there already; it took so long. */
    void applied(String type, boolean skipped, Duration duration);

    /** A wish was refused, for this of the protocol's reasons. */
    void refused(String reason);

    /** The end of a workload was accepted; it took so long. */
    void deleted(Duration duration);
}
