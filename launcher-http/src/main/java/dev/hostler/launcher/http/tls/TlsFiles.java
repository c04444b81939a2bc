package dev.hostler.launcher.http.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the certificates of the door are. Immutable.
 *
 * @param certificate the door's own certificate and those that vouch for it, in PEM; or a store in PKCS #12, with the key
 * @param key the private key in PEM; empty if it is in the store
 * @param password the store's password
 * @param clientCa the certificates, in PEM, of those who vouch for clients; empty if clients need no certificate
 * @param clientNames the names of which a client's certificate must have one; none if any name will do
 */
public record TlsFiles(
        Path certificate,
        Optional<Path> key,
        Optional<String> password,
        Optional<Path> clientCa,
        Set<String> clientNames) {
    /** Copies the names. */
    public TlsFiles {
        clientNames = Set.copyOf(clientNames);
    }

    /** Returns all files. */
    List<Path> all() {
        return Stream.of(Optional.of(certificate), key, clientCa)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "TlsFiles" + all();
    }
}
