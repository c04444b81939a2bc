package dev.hostler.engine.artifact;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.Map;

/**
 * How much one job may hand over. Immutable.
 *
 * @param files how many files
 * @param bytes their size together
 * @param entries how many files, directories and links are looked at
 */
public record ArtifactLimits(long files, long bytes, long entries) {
    /** 10 000 files, 2 GiB, of a million entries. */
    public static final ArtifactLimits DEFAULT = new ArtifactLimits(10_000, 2L << 30, 1_000_000);

    /**
     * Reads the settings {@code max-files}, {@code max-bytes} and {@code max-entries}.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one is not a number
     */
    public static ArtifactLimits of(Map<String, String> settings) {
        return new ArtifactLimits(
                number(settings, "max-files", DEFAULT.files),
                number(settings, "max-bytes", DEFAULT.bytes),
                number(settings, "max-entries", DEFAULT.entries));
    }

    private static long number(Map<String, String> settings, String name, long otherwise) {
        String text = settings.getOrDefault(name, String.valueOf(otherwise));
        if (text.matches("\\d{1,18}")) {
            return Long.parseLong(text);
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept setting",
                        name,
                        "'" + text + "' is not a number",
                        "give a whole number")
                .toException();
    }
}
