package dev.hostler.engine.runtime.vm;

import dev.hostler.api.log.TimedLine;
import dev.hostler.engine.runtime.feed.LineSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Makes lines of what a console has got. A serial port has no clock: a line's time is that of the machine's first start and
 * its own offset in nanoseconds, so that times rise, and one can be used to read on. Confined to one thread.
 */
final class ConsoleLines {
    private static final int LONGEST = 64 * 1024;

    private final Instant start;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long offset;
    private long lineStart;

    ConsoleLines(Instant start) {
        this.start = start;
    }

    void add(byte[] bytes, int count, LineSink lines) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            offset++;
            if (bytes[i] == '\n') {
                give(lines, false);
            } else {
                pending.write(bytes[i]);
                if (pending.size() == LONGEST) {
                    give(lines, true);
                }
            }
        }
    }

    /** Gives out what has no line end. */
    void end(LineSink lines) throws InterruptedException {
        if (pending.size() > 0) {
            give(lines, false);
        }
    }

    private void give(LineSink lines, boolean continued) throws InterruptedException {
        byte[] bytes = pending.toByteArray();
        int length = bytes.length;
        while (!continued && length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        lines.accept(new TimedLine(
                start.plusNanos(lineStart),
                TimedLine.Output.STDOUT,
                new String(bytes, 0, length, StandardCharsets.UTF_8),
                continued));
        pending.reset();
        lineStart = offset;
    }
}
