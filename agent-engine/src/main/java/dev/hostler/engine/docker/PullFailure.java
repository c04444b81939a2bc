package dev.hostler.engine.docker;

import dev.hostler.api.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an attempt to pull has failed. Immutable.
 *
 * <p>Where there is a code, of the registry or the engine, that one counts. For the rest there is only text, so text it is
 * that is judged, and what is not known to pass by itself is final.
 *
 * @param cause the reason in one line
 * @param code what kind of failure it is, as far as a code tells
 * @param passes whether it may go well the next time
 * @param refused whether the registry wants another login, or has no such image: it does not tell which
 * @param retryAfter how long the registry wants to be left alone
 */
record PullFailure(String cause, ErrorCode code, boolean passes, boolean refused, Optional<Duration> retryAfter) {
    private static final List<String> REFUSED =
            List.of("unauthorized", "denied", "authentication required", "no basic auth", "incorrect username");

    private static final List<String> FINAL =
            List.of("not found", "manifest unknown", "name unknown", "invalid reference", "no matching manifest");

    private static final List<String> PASSING = List.of(
            "connection refused",
            "connection reset",
            "broken pipe",
            "timeout",
            "timed out",
            "deadline exceeded",
            "request canceled while waiting",
            "eof",
            "no route to host",
            "network is unreachable",
            "temporary failure",
            "server misbehaving",
            "verification failed",
            "toomanyrequests",
            "too many requests",
            "internal server error",
            "bad gateway",
            "service unavailable",
            "unavailable:");

    /** What the engine says of an answer that it did not expect, with a status that asks for patience. */
    private static final Pattern STATUS = Pattern.compile("(?:status|code|status code):? (?:429|5\\d\\d)\\b");

    private static final Pattern RETRY_AFTER =
            Pattern.compile("retry[- ]after:? ?\"?(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|ns|s|m)?\\b");

    /** A status that the engine has not told. */
    static final int NO_STATUS = 0;

    /**
     * Judges what the engine or the registry says.
     *
     * @param status the engine's status, or {@link #NO_STATUS}
     * @param text its message
     */
    static PullFailure of(int status, String text) {
        String cause = EngineTrouble.inOneLine(text);
        String said = cause.toLowerCase(Locale.ROOT);
        return RegistryAnswer.in(text)
                .or(() -> RegistryAnswer.meantBy(status))
                .map(answer -> byCode(answer, cause, said))
                .orElseGet(() -> byWords(cause, said));
    }

    /** The engine's status comes second: it has 404 for some refusals, and 500 for most else. */
    private static PullFailure byCode(RegistryAnswer answer, String cause, String said) {
        boolean passes = answer == RegistryAnswer.TOOMANYREQUESTS;
        boolean refused = answer.code() == ErrorCode.IMAGE_DENIED || (!passes && containsAny(said, REFUSED));
        return new PullFailure(cause, answer.code(), passes, refused, passes ? retryAfter(said) : Optional.empty());
    }

    private static PullFailure byWords(String cause, String said) {
        boolean refused = containsAny(said, REFUSED);
        boolean passes = !refused
                && !containsAny(said, FINAL)
                && (containsAny(said, PASSING) || STATUS.matcher(said).find());
        return new PullFailure(
                cause, ErrorCode.IMAGE_UNAVAILABLE, passes, refused, passes ? retryAfter(said) : Optional.empty());
    }

    /** A failure on the way that says nothing about the image. */
    static PullFailure passing(String cause) {
        return new PullFailure(
                EngineTrouble.inOneLine(cause), ErrorCode.IMAGE_UNAVAILABLE, true, false, Optional.empty());
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    /** The engine does not hand the header on, but some registries repeat it in their message. */
    private static Optional<Duration> retryAfter(String said) {
        Matcher matcher = RETRY_AFTER.matcher(said);
        if (!matcher.find()) {
            return Optional.empty();
        }
        double seconds = Double.parseDouble(matcher.group(1)) * unit(matcher.group(2));
        return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
    }

    private static double unit(String name) {
        return switch (name == null ? "s" : name) {
            case "ns" -> 1e-9;
            case "us", "µs" -> 1e-6;
            case "ms" -> 1e-3;
            case "m" -> 60;
            default -> 1;
        };
    }
}
