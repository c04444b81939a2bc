package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import java.util.Optional;
import java.util.function.LongFunction;

/** Finds where a log that may still grow has its last line end. */
final class LogEnd {
    /** Where most logs have one. */
    private static final long LOOK_BACK = 128 << 10;

    private LogEnd() {}

    /**
     * Returns the end of the last whole line that is there behind an offset, or the offset itself if there is none. The end
     * of a log that is complete is the end of its last line.
     *
     * @param logs opens the log at an offset
     */
    static long of(LongFunction<LogStream> logs, long from) {
        long near = Math.max(from, size(logs, from) - LOOK_BACK);
        long end = lastIn(logs, near);
        return end == near && near > from ? lastIn(logs, from) : end;
    }

    private static long size(LongFunction<LogStream> logs, long from) {
        try (LogStream log = logs.apply(from)) {
            return log.size();
        }
    }

    private static long lastIn(LongFunction<LogStream> logs, long start) {
        try (LogStream log = logs.apply(start)) {
            long size = log.size();
            long end = start;
            long last = start;
            Optional<LogLine> line = log.poll();
            while (line.isPresent() && end < size) {
                last = line.get().next();
                end = line.get().continued() ? end : last;
                line = log.poll();
            }
            return log.isOver() ? last : end;
        }
    }
}
