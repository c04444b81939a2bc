package dev.hostler.launcher.http.server;

import dev.hostler.launcher.http.tls.TlsFiles;
import java.util.Optional;

/**
 * Where a server listens, and whether in the clear. Immutable.
 *
 * @param host the address
 * @param port the port; 0 for any free one
 * @param tls where its certificates are; empty if it listens in the clear
 */
public record Address(String host, int port, Optional<TlsFiles> tls) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
