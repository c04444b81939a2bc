package dev.hostler.launcher.grpc.settings;

/** What a client may do. */
public enum Role {
    /** Only ask. */
    READ,
    /** Ask and change. */
    WRITE
}
