package dev.hostler.engine.state;

import dev.hostler.api.workload.WorkloadSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for what a spec says: equal specs have equal digests. Thread-safe. */
public final class SpecDigest {
    private static final StateCodec CODEC = new StateCodec();
    private static final int BYTES = 8;

    private SpecDigest() {}

    /** Returns 16 hexadecimal digits: the first of the SHA-256 of the spec's JSON, whose names are in one order. */
    public static String of(WorkloadSpec spec) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(CODEC.encode(spec).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
