package dev.hostler.launcher.http.server;

/** Who may use a route. */
public enum Access {
    /** Everybody who reaches the server. */
    OPEN,
    /** Who has a key, or comes by the Unix domain socket. */
    KEY
}
