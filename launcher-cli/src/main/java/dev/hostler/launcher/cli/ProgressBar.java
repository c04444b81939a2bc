package dev.hostler.launcher.cli;

import java.util.Locale;
import java.util.OptionalLong;

/** How much of something is there, as text. */
final class ProgressBar {
    private static final int WIDTH = 24;
    private static final double MIB = 1 << 20;

    private ProgressBar() {}

    /** Returns {@code [######------] 42.0 of 120.2 MiB}; without a total only the amount. */
    static String of(long done, OptionalLong total) {
        if (total.isEmpty() || total.getAsLong() <= 0) {
            return String.format(Locale.ROOT, "%.1f MiB", done / MIB);
        }
        double part = Math.min(1, Math.max(0, (double) done / total.getAsLong()));
        int full = (int) (part * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %.1f of %.1f MiB",
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                done / MIB,
                total.getAsLong() / MIB);
    }
}
