package dev.hostler.engine.runtime.docker;

import dev.hostler.api.workload.WorkloadKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the engine calls a workload's volumes. Immutable.
 *
 * @param agentId the agent
 */
record VolumeNames(String agentId) {
    /** A volume is a directory, and a directory's name has at most 255 bytes (NAME_MAX). */
    private static final int LONGEST = 255;

    /** Hyphens of owner and id are doubled, so that no two volumes have one name; see {@link ContainerNames}. */
    String of(WorkloadKey workload, String volume) {
        String name = String.join(
                "-",
                "hostler",
                agentId,
                ContainerNames.doubled(workload.owner().value()),
                ContainerNames.doubled(workload.id().value()),
                volume);
        if (name.length() <= LONGEST) {
            return name;
        }
        String digest = digest(name);
        return name.substring(0, LONGEST - 1 - digest.length()) + "-" + digest;
    }

    private static String digest(String name) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(name.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
