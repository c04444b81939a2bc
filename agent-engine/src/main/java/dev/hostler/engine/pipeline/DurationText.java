package dev.hostler.engine.pipeline;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one way to write a duration: whole numbers with {@code d}, {@code h}, {@code m} and {@code s}, in this order. A
 * number alone is refused, since some read it as minutes and some as seconds. Thread-safe.
 */
final class DurationText {
    private static final Pattern GRAMMAR =
            Pattern.compile("(?=.)(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

    private DurationText() {}

    static Duration of(YamlValue value) {
        Matcher matcher = GRAMMAR.matcher(value.text());
        if (!matcher.matches()) {
            throw value.expected("a duration such as 30m, 90s or 1h30m");
        }
        Duration duration = Duration.ofDays(part(matcher, 1))
                .plusHours(part(matcher, 2))
                .plusMinutes(part(matcher, 3))
                .plusSeconds(part(matcher, 4));
        if (duration.isZero()) {
            throw value.expected("a duration longer than zero");
        }
        return duration;
    }

    private static long part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
