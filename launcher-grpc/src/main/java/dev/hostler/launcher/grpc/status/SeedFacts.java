package dev.hostler.launcher.grpc.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The protocol's details of the seed by which a machine sets itself up. A seed is read once, since it never changes; one
 * that can't be read has no details. Thread-safe.
 */
final class SeedFacts {
    private static final String PREFIX = "vm.cloud_init_seed_";
    private static final String PATH = PREFIX + "path";

    /** Seeds of machines that are gone must not stay for ever. */
    private static final int MOST_KEPT = 1_000;

    private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

    /** Returns what there is to add to a machine's details. */
    Map<String, String> of(Map<String, String> details) {
        return Optional.ofNullable(details.get(PATH)).map(this::ofFile).orElse(Map.of());
    }

    private Map<String, String> ofFile(String path) {
        if (known.size() > MOST_KEPT) {
            known.clear();
        }
        try {
            Instant prepared = Files.getLastModifiedTime(Path.of(path)).toInstant();
            return known.computeIfAbsent(path + " " + prepared, key -> read(Path.of(path), prepared));
        } catch (IOException gone) {
            return Map.of();
        }
    }

    private static Map<String, String> read(Path file, Instant prepared) {
        try {
            byte[] content = Files.readAllBytes(file);
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return Map.of(
                    PREFIX + "checksum", sum,
                    PREFIX + "size_bytes", String.valueOf(content.length),
                    PREFIX + "prepared_at", prepared.toString());
        } catch (IOException unreadable) {
            return Map.of();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
