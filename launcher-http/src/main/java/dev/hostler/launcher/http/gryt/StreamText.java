package dev.hostler.launcher.http.gryt;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import dev.hostler.launcher.http.lines.LineText;
import java.util.Optional;
import java.util.function.LongFunction;

/** A part of a log as one text; of one that is too long for an answer, the beginning and the end, and a note between. */
final class StreamText {
    private static final long BEGINNING = 1L << 20;
    private static final long END = 3L << 20;

    private StreamText() {}

    /** Reads a whole log of a job that has ended. */
    static String all(LongFunction<LogStream> logs) {
        try (LogStream log = logs.apply(0)) {
            return between(logs, 0, log.size());
        }
    }

    /**
     * Reads a part of the log of a job that has ended.
     *
     * @param logs opens the log at an offset
     * @param start the first byte
     * @param end the first byte behind the part
     */
    static String between(LongFunction<LogStream> logs, long start, long end) {
        if (end - start <= BEGINNING + END) {
            return read(logs, start, end);
        }
        String note = "\n==> " + (end - start - BEGINNING - END)
                + " bytes are left out here: the output is longer than an answer holds; the job's log has all of it\n";
        return read(logs, start, start + BEGINNING) + note + read(logs, end - END, end);
    }

    private static String read(LongFunction<LogStream> logs, long start, long end) {
        StringBuilder text = new StringBuilder();
        try (LogStream log = logs.apply(start)) {
            long next = start;
            while (next < end) {
                Optional<LogLine> line = log.next();
                line.ifPresent(found -> text.append(LineText.upTo(end, found)));
                next = line.map(LogLine::next).orElse(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.toString();
    }
}
