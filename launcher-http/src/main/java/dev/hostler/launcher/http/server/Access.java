package dev.hostler.launcher.http.server;

/** Who may use a route. */
public enum Access {
    /** Everybody who reaches the port. */
    OPEN,
    /** Who has a key. */
    KEY
}
