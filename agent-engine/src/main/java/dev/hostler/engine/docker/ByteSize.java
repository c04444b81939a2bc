package dev.hostler.engine.docker;

import java.util.Locale;

/** Amounts of bytes as people read them. */
final class ByteSize {
    private static final double KIB = 1024;

    private ByteSize() {}

    /** Returns for example {@code 53.1 MiB}. */
    static String of(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double amount = bytes / KIB;
        String unit = "KiB";
        for (String next : new String[] {"MiB", "GiB"}) {
            if (amount >= KIB) {
                amount /= KIB;
                unit = next;
            }
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, unit);
    }
}
