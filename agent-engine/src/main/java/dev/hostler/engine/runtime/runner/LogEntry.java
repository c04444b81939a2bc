package dev.hostler.engine.runtime.runner;

import dev.hostler.api.log.TimedLine;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a runner's log, as it is stored: {@code NANOS o|e c|. OFFSET TEXT}. Immutable.
 *
 * @param line the line
 * @param offset how many bytes of the stream it came from have been read with it
 */
record LogEntry(TimedLine line, long offset) {
    private static final long NANOS = 1_000_000_000L;

    String text() {
        long nanos = line.time().getEpochSecond() * NANOS + line.time().getNano();
        return nanos + (line.output() == TimedLine.Output.STDOUT ? " o " : " e ") + (line.continued() ? "c " : ". ")
                + offset + " " + line.text() + "\n";
    }

    /** Reads a line; empty if it was not written by us. */
    static Optional<LogEntry> parse(String text) {
        String[] parts = text.split(" ", 5);
        try {
            if (parts.length < 5) {
                return Optional.empty();
            }
            long nanos = Long.parseLong(parts[0]);
            TimedLine line = new TimedLine(
                    Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS),
                    parts[1].equals("o") ? TimedLine.Output.STDOUT : TimedLine.Output.STDERR,
                    parts[4],
                    parts[2].equals("c"));
            return Optional.of(new LogEntry(line, Long.parseLong(parts[3])));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
