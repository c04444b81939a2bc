package dev.hostler.launcher.grpc.tls;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes certificates for a trial: an authority, the node's and a client's. The authority's key is not kept. */
public final class DevCertificates {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Set<PosixFilePermission> FOR_OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rw-r--r--");

    private DevCertificates() {}

    /**
     * Writes the five files into a directory, which is made if it is missing. Files that are there are not replaced.
     *
     * @param hosts names and addresses of the node besides those that it knows itself
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if they can't be written
     */
    public static void write(Path directory, List<String> hosts) {
        try {
            Issuer issuer = Issuer.create("Hostler trial authority");
            Issuer.Issued node = issuer.issue("hostler-node", names(hosts));
            Issuer.Issued client = issuer.issue("hostler-client", Set.of());
            Files.createDirectories(directory);
            put(directory.resolve("agent.key"), "PRIVATE KEY", node.key(), FOR_OWNER);
            put(directory.resolve("client.key"), "PRIVATE KEY", client.key(), FOR_OWNER);
            put(directory.resolve("agent.crt"), "CERTIFICATE", node.certificate(), FOR_ALL);
            put(directory.resolve("client.crt"), "CERTIFICATE", client.certificate(), FOR_ALL);
            put(directory.resolve("ca.crt"), "CERTIFICATE", issuer.certificate(), FOR_ALL);
        } catch (FileAlreadyExistsException there) {
            throw refused(directory, there.getMessage() + " is there already", there);
        } catch (IOException | GeneralSecurityException e) {
            throw refused(directory, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static RuntimeException refused(Path directory, String cause, Exception e) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "make certificates in",
                        directory.toString(),
                        cause,
                        "name an empty directory that can be written")
                .toException(e);
    }

    /** Schedulers call a node by its address, so every address is a name of it. */
    private static Set<String> names(List<String> hosts) throws IOException {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .map(address -> address.replaceAll("%.*", ""))
                .forEach(names::add);
        names.add(InetAddress.getLocalHost().getHostName());
        names.addAll(hosts);
        return names;
    }

    private static void put(Path file, String kind, byte[] der, Set<PosixFilePermission> mode) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(FOR_OWNER));
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(der) + "\n-----END " + kind + "-----\n",
                StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(file, mode);
    }
}
