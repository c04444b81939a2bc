package dev.hostler.engine.runtime.container;

import dev.hostler.api.log.TimedLine;
import dev.hostler.engine.runtime.feed.LineSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Makes lines of one output's messages. The engine cuts long lines into messages of 16 KiB, each with a time in front;
 * here they become one again, up to 64 KiB. Confined to one thread.
 */
public final class LineAssembly {
    private static final int LONGEST = 64 * 1024;

    /** The time in front is 30 characters long. */
    private static final int LONGEST_TIME = 40;

    private final TimedLine.Output output;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Instant time = Instant.EPOCH;

    public LineAssembly(TimedLine.Output output) {
        this.output = output;
    }

    /** Takes a message: a time, a blank, and a line or a piece of one. */
    public void add(byte[] message, LineSink lines) throws InterruptedException {
        int blank = indexOf(message, (byte) ' ', 0);
        if (pending.size() == 0) {
            time = time(message, blank);
        }
        int from = blank + 1;
        for (int end = indexOf(message, (byte) '\n', from); end >= 0; end = indexOf(message, (byte) '\n', from)) {
            append(message, from, end, lines);
            lines.accept(line(pending.toByteArray(), false));
            pending.reset();
            from = end + 1;
        }
        append(message, from, message.length, lines);
    }

    /** Gives out what has no line end at the end of the log. */
    public void end(LineSink lines) throws InterruptedException {
        if (pending.size() > 0) {
            lines.accept(line(pending.toByteArray(), false));
            pending.reset();
        }
    }

    private void append(byte[] bytes, int from, int to, LineSink lines) throws InterruptedException {
        pending.write(bytes, from, to - from);
        while (pending.size() > LONGEST) {
            byte[] all = pending.toByteArray();
            int cut = characterStart(all, LONGEST);
            lines.accept(line(Arrays.copyOf(all, cut), true));
            pending.reset();
            pending.write(all, cut, all.length - cut);
        }
    }

    /** Returns where the character starts that this byte is part of. */
    private static int characterStart(byte[] bytes, int index) {
        int start = index;
        while (start > index - 3 && (bytes[start] & 0xc0) == 0x80) {
            start--;
        }
        return start;
    }

    private TimedLine line(byte[] bytes, boolean continued) {
        boolean carriageReturn = !continued && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        int length = carriageReturn ? bytes.length - 1 : bytes.length;
        return new TimedLine(time, output, new String(bytes, 0, length, StandardCharsets.UTF_8), continued);
    }

    private Instant time(byte[] message, int blank) {
        try {
            return blank > 0 && blank <= LONGEST_TIME
                    ? Instant.parse(new String(message, 0, blank, StandardCharsets.US_ASCII))
                    : time;
        } catch (DateTimeException malformed) {
            return time;
        }
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
