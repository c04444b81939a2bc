package dev.hostler.launcher.http.gryt;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an amount of memory the way Docker writes it: {@code 512m}, {@code 1g}, {@code 1.5gb}, a number of bytes. */
final class DockerSize {
    private static final Pattern GRAMMAR =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([bkmgt]?)(?:(?<=[kmgt])i?b)?");
    private static final String UNITS = "bkmgt";
    private static final int BITS = 10;

    private DockerSize() {}

    /** Returns the bytes; empty if the text is no size. */
    static OptionalLong parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        int unit = Math.max(0, UNITS.indexOf(matcher.group(2)));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << BITS * unit));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(bytes.longValue());
    }
}
