package dev.hostler.launcher.grpc.settings;

import java.util.Locale;
import java.util.Set;

/** The least level that is logged. */
final class LogLevel {
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

    private LogLevel() {}

    static String of(String text) {
        String level = text.toLowerCase(Locale.ROOT);
        String ours = level.equals("warning") ? "warn" : level.equals("fatal") ? "error" : level;
        if (!LEVELS.contains(ours)) {
            throw Reader.refused("PERSYS_LOG_LEVEL", text, "there is no such level", "use debug, info, warn or error");
        }
        return ours;
    }
}
