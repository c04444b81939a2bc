package dev.hostler.engine.executor.docker;

import java.nio.file.Path;

/**
 * Where the Docker engine listens. Immutable.
 *
 * @param uri the address
 */
record EngineAddress(String uri) {
    private static final String LOCAL = "unix:///var/run/docker.sock";
    private static final String SOCKET = "unix://";

    /** The address an operator has given; empty: the usual local socket. */
    static EngineAddress of(String given) {
        return new EngineAddress(given.isBlank() ? LOCAL : given.strip());
    }

    /** Returns whether the engine is on this machine, so that it can mount our directories. */
    boolean isLocal() {
        return uri.startsWith(SOCKET);
    }

    /** Returns the file of the engine's socket. Only for an engine on this machine. */
    Path socket() {
        return Path.of(uri.substring(SOCKET.length()));
    }
}
