package dev.hostler.engine.docker;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an attempt to pull has failed. Immutable.
 *
 * <p>The engine hands the registry's answer on as text only, so text it is that is judged, and what is not known to pass
 * by itself is final.
 *
 * @param cause the reason in one line
 * @param passes whether it may go well the next time
 * @param refused whether the registry wants another login, or has no such image: it does not tell which
 * @param retryAfter how long the registry wants to be left alone
 */
record PullFailure(String cause, boolean passes, boolean refused, Optional<Duration> retryAfter) {
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

    /** Judges what the engine or the registry says. */
    static PullFailure of(String text) {
        String cause = EngineTrouble.inOneLine(text);
        String said = cause.toLowerCase(Locale.ROOT);
        boolean refused = containsAny(said, REFUSED);
        boolean passes = !refused
                && !containsAny(said, FINAL)
                && (containsAny(said, PASSING) || STATUS.matcher(said).find());
        return new PullFailure(cause, passes, refused, passes ? retryAfter(said) : Optional.empty());
    }

    /** A failure on the way that says nothing about the image. */
    static PullFailure passing(String cause) {
        return new PullFailure(EngineTrouble.inOneLine(cause), true, false, Optional.empty());
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
