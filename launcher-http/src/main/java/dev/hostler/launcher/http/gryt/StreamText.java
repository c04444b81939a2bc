package dev.hostler.launcher.http.gryt;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongFunction;

/** A part of a log as one text; of one that is too long for an answer, the beginning and the end, and a note between. */
final class StreamText {
    private static final long BEGINNING = 1L << 20;
    private static final long END = 3L << 20;

    private StreamText() {}

    /**
     * Reads a part of a log that is whole.
     *
     * @param logs opens the log at an offset
     * @param start the first byte
     * @param end the first byte behind the part; the log's end if it comes before
     */
    static String between(LongFunction<LogStream> logs, long start, long end) {
        if (end - start <= BEGINNING + END) {
            return read(logs, start, end);
        }
        String beginning = read(logs, start, start + BEGINNING);
        String note = "\n==> " + (end - start - BEGINNING - END)
                + " bytes are left out here: the output is longer than an answer holds; the job's log has all of it\n";
        return beginning + note + read(logs, end - END, end);
    }

    private static String read(LongFunction<LogStream> logs, long start, long end) {
        StringBuilder text = new StringBuilder();
        try (LogStream log = logs.apply(start)) {
            Optional<LogLine> line = start < end ? log.next() : Optional.empty();
            while (line.isPresent() && line.get().offset() < end) {
                text.append(line.get().text()).append(lineEnd(line.get()));
                line = line.get().next() < end ? log.next() : Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.toString();
    }

    /** What a line's bytes have beyond its text; where malformed bytes were replaced, that can only be guessed. */
    private static String lineEnd(LogLine line) {
        long beyond = line.next() - line.offset() - line.text().getBytes(StandardCharsets.UTF_8).length;
        if (line.continued() || beyond == 0) {
            return "";
        }
        return beyond == 2 ? "\r\n" : "\n";
    }
}
