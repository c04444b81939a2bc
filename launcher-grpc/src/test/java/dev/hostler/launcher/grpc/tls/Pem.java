package dev.hostler.launcher.grpc.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;

/** Writes certificates and keys as operators do: beside, and then over the old ones. */
final class Pem {
    private Pem() {}

    static void put(Path directory, String name, Issuer.Issued issued) throws IOException {
        replace(directory.resolve(name + ".key"), text("PRIVATE KEY", issued.key()));
        replace(directory.resolve(name + ".crt"), text("CERTIFICATE", issued.certificate()));
    }

    static void put(Path directory, Issuer authority) throws IOException {
        replace(directory.resolve("ca.crt"), text("CERTIFICATE", authority.certificate()));
    }

    static String text(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    static void replace(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
