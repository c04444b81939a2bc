package dev.hostler.engine.log;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Hides a job's secrets: every form of a secret in a text becomes {@code ***}. Immutable. */
public final class SecretMasker {
    /** Hides nothing. */
    public static final SecretMasker NONE = new SecretMasker(List.of());

    private static final int SLICE = 32 * 1024;

    private final boolean empty;
    private final PatternAutomaton automaton;

    private SecretMasker(List<byte[]> patterns) {
        this.empty = patterns.isEmpty();
        this.automaton = PatternAutomaton.of(patterns);
    }

    /**
     * Creates a masker.
     *
     * @param secrets the secrets' values by name; an empty value is no secret
     * @throws dev.hostler.api.error.AgentException as {@link #requireMaskable} does
     */
    public static SecretMasker of(Map<String, String> secrets) {
        secrets.forEach(SecretMasker::requireMaskable);
        return new SecretMasker(secrets.values().stream()
                .filter(value -> !value.isEmpty())
                .flatMap(value -> SecretVariants.of(value).stream())
                .toList());
    }

    /**
     * Refuses a secret that can't be hidden: one of fewer than 4 characters, spaces around it not counted. To mask it
     * would hide ordinary text everywhere, and not to mask it would give it away without a word.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}; the message holds no part of the value
     */
    public static void requireMaskable(String name, String value) {
        if (!value.isEmpty() && value.strip().length() < SecretVariants.SHORTEST) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "grant secret",
                            name,
                            "it has fewer than " + SecretVariants.SHORTEST
                                    + " characters, too few to be masked in logs",
                            "give it a longer value, or pass it as a plain variable if it is no secret")
                    .toException();
        }
    }

    /** Returns a text with all secrets hidden. */
    public String mask(String text) {
        if (empty) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream masked = new ByteArrayOutputStream(bytes.length);
        MaskingStream stream = new MaskingStream(automaton, Math.max(1, bytes.length), masked::write);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
        return masked.toString(StandardCharsets.UTF_8);
    }

    MaskingStream stream(ByteSink sink) {
        return new MaskingStream(automaton, SLICE, sink);
    }

    /** Shows nothing of the secrets. */
    @Override
    public String toString() {
        return "SecretMasker";
    }
}
