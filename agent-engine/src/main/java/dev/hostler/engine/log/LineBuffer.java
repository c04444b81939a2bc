package dev.hostler.engine.log;

import dev.hostler.api.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a log's bytes into lines. Confined to one thread.
 *
 * <p>A line ends with LF or CRLF, which are left out; a CR elsewhere is text, for the terminal to follow. A line of more
 * than 64 KiB comes in several pieces, each but the last marked as one that goes on. Bytes after the last line end are a line only when the log is complete.
 */
final class LineBuffer {
    static final int LONGEST_LINE = 64 * 1024;
    private static final int FIRST_CAPACITY = 8 * 1024;
    private static final int LONGEST_CHARACTER = 4;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int start;
    private int searched;
    private int end;
    /** Where {@code bytes[0]} is in the log. */
    private long offset;

    LineBuffer(long offset) {
        this.offset = offset;
    }

    /** Returns the place in the log up to which it is filled. */
    long end() {
        return offset + end;
    }

    /** Takes more bytes of the log, of which there are some. */
    void fill(JobLog log) {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            offset += start;
            searched -= start;
            end -= start;
            start = 0;
        }
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, LONGEST_LINE));
        }
        end += log.read(offset + end, bytes, end);
    }

    /** Returns the next line that has an end, or is too long to wait for it. */
    Optional<LogLine> next() {
        while (searched < end) {
            if (bytes[searched++] == '\n') {
                return Optional.of(line(searched - 1, searched, false));
            }
        }
        return end - start == LONGEST_LINE ? Optional.of(piece()) : Optional.empty();
    }

    /** Returns what is left, now that no line end will come. */
    Optional<LogLine> rest() {
        return start == end ? Optional.empty() : Optional.of(line(end, end, false));
    }

    /**
     * Goes on at a later place, since the bytes up to there were given up.
     *
     * @return the line that stands for them; before that, what is left of the line that they end
     */
    LogLine passOver(long next) {
        if (start < end) {
            return line(end, end, false);
        }
        long from = end();
        offset = next;
        start = 0;
        searched = 0;
        end = 0;
        String mark = "==> " + (next - from) + " bytes are left out here: the log is longer than its limit";
        return new LogLine(from, next, mark);
    }

    private LogLine line(int textEnd, int next, boolean continued) {
        boolean crlf = next > textEnd && textEnd > start && bytes[textEnd - 1] == '\r';
        String text = new String(bytes, start, textEnd - (crlf ? 1 : 0) - start, StandardCharsets.UTF_8);
        LogLine line = new LogLine(offset + start, offset + next, text, continued);
        start = next;
        searched = Math.max(searched, next);
        return line;
    }

    private LogLine piece() {
        int cut = end;
        if (bytes[cut - 1] == '\r') {
            cut--;
        }
        int character = lastCharacter(cut);
        return line(character, character, true);
    }

    /** Steps back to the start of a character that the cut would divide. */
    private int lastCharacter(int cut) {
        for (int i = cut - 1; i >= cut - LONGEST_CHARACTER; i--) {
            int lead = bytes[i] & 0xff;
            if (lead < 0x80) {
                return cut;
            }
            if (lead >= 0xc0) {
                int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return i + length > cut ? i : cut;
            }
        }
        return cut;
    }
}
