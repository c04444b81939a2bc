package dev.hostler.engine.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * An agent's id, worked out from the machine and the data directory and stored nowhere: an agent that lost its store
 * still knows which containers were its own.
 *
 * @param nodeIds files that may hold the machine's id; the first one with content counts
 */
record AgentIdentity(List<Path> nodeIds) {
    private static final int BYTES = 6;

    /** machine-id(5); the host's name, for containers that have no machine id. */
    static final AgentIdentity OF_THIS_MACHINE =
            new AgentIdentity(List.of(Path.of("/etc/machine-id"), Path.of("/proc/sys/kernel/hostname")));

    /** Returns 12 hexadecimal digits. */
    String of(Path realDirectory) {
        byte[] name = (nodeId() + '\0' + realDirectory).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256().digest(name), 0, BYTES);
    }

    private String nodeId() {
        return nodeIds.stream()
                .map(AgentIdentity::contentOf)
                .filter(id -> !id.isEmpty() && !"uninitialized".equals(id))
                .findFirst()
                .orElseGet(AgentIdentity::hostName);
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
