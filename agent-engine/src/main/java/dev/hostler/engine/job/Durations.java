package dev.hostler.engine.job;

import java.time.Duration;
import java.util.Locale;

/** Durations as people write them. */
final class Durations {
    private Durations() {}

    /** Returns for example {@code 1h30m}, {@code 45s} or {@code 0.3s}. */
    static String plain(Duration time) {
        if (time.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
        }
        StringBuilder text = new StringBuilder();
        append(text, time.toHours(), "h");
        append(text, time.toMinutesPart(), "m");
        append(text, time.toSecondsPart(), "s");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
