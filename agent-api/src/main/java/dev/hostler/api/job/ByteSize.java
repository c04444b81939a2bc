package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk, and the one way to write it: a whole number with one of the units {@code KiB}, {@code
 * MiB}, {@code GiB} and {@code TiB}. Immutable.
 *
 * @param bytes how many bytes
 */
@Experimental
public record ByteSize(long bytes) {
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,6})(" + String.join("|", UNITS) + ")");
    private static final int BITS = 10;

    /**
     * Reads a size such as {@code 512MiB}. A number alone is no size, since some read it as bytes and some as megabytes.
     *
     * @return the size; empty if the text is none
     */
    public static Optional<ByteSize> parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new ByteSize(Long.parseLong(matcher.group(1)) << BITS * (UNITS.indexOf(matcher.group(2)) + 1)))
                : Optional.empty();
    }

    /** Returns the size for people, in the largest unit of which it is a whole number: {@code 512 MiB}. */
    @Override
    public String toString() {
        int unit = 0;
        long number = bytes;
        while (number != 0 && unit < UNITS.size() && number % (1L << BITS) == 0) {
            number >>= BITS;
            unit++;
        }
        return number + " " + (unit == 0 ? "bytes" : UNITS.get(unit - 1));
    }
}
