package dev.hostler.launcher.http.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The keys that open the door. Immutable; holds digests only. */
public final class ApiKeys {
    private final List<byte[]> digests;

    /** Takes the keys; with none, nobody gets in. */
    public ApiKeys(List<String> keys) {
        this.digests = keys.stream().map(ApiKeys::digest).toList();
    }

    boolean areSet() {
        return !digests.isEmpty();
    }

    /** Says whether a key is one of these. How long that takes tells nothing about them. */
    boolean contain(String given) {
        byte[] digest = digest(given);
        boolean found = false;
        for (byte[] known : digests) {
            found |= MessageDigest.isEqual(known, digest);
        }
        return found;
    }

    /** Of one length, so that the comparison does not tell the length of a key. */
    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }
}
