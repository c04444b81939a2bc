package dev.hostler.engine.pipeline;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one way to write an amount of memory or disk: a whole number with a unit. A number alone is refused, since some
 * read it as bytes and some as megabytes. Thread-safe.
 */
final class SizeText {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,6})(KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> BITS = Map.of("KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    private SizeText() {}

    /** Returns bytes. */
    static long of(YamlValue value) {
        Matcher matcher = GRAMMAR.matcher(value.text());
        if (!matcher.matches()) {
            throw value.expected("a size such as 512MiB or 2GiB");
        }
        return Long.parseLong(matcher.group(1)) << BITS.getOrDefault(matcher.group(2), 0);
    }
}
