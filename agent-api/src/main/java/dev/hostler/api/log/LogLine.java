package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;

/**
 * One line of a log, or a piece of a very long one. Immutable.
 *
 * <p>A log is a stream of masked bytes; offsets count those bytes from 0 and never change. A line is a view of them:
 * the bytes from {@code offset} to {@code next}, decoded as UTF-8 with each malformed sequence replaced by U+FFFD, without
 * the line end (LF or CRLF). A CR elsewhere stays in the text; {@link #shown()} knows what it means. A log that is longer
 * than its limit has lost bytes between its beginning and its end: one line that starts with {@code ==>} stands for them
 * and says how many.
 *
 * @param offset where the line starts, in bytes
 * @param next where the following line starts; a reader that comes back goes on from here
 * @param text the line without its line end
 * @param continued whether the following line is a part of this one: a line of more than 64 KiB comes in pieces, which
 *     joined are the whole. A reader that prints leaves out the line end after such a piece
 */
@Experimental
public record LogLine(long offset, long next, String text, boolean continued) {
    /** A whole line, or the last piece of one. */
    public LogLine(long offset, long next, String text) {
        this(offset, next, text, false);
    }

    /**
     * Returns the text as it is left on a terminal by a program that overwrites its line, such as one that shows its
     * progress: what follows the last CR that has anything after it. {@code "10%\r20%"} is shown as {@code "20%"}.
     */
    public String shown() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(text.lastIndexOf('\r', end - 1) + 1, end);
    }
}
