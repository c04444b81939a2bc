package dev.hostler.launcher.http.lines;

import dev.hostler.api.log.LogLine;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** A line of a log with the line end that it had. */
public final class LineText {
    private LineText() {}

    /** Returns a line's text with its line end; malformed bytes have been replaced in it. */
    public static String of(LogLine line) {
        return line.text() + lineEnd(line);
    }

    /** Returns of a line what is before an offset, in whole characters. */
    public static String upTo(long end, LogLine line) {
        return line.next() <= end ? of(line) : cut(line.text(), (int) (end - line.offset()));
    }

    /** What a line's bytes have beyond its text; where malformed bytes were replaced, that can only be guessed. */
    private static String lineEnd(LogLine line) {
        long beyond = line.next() - line.offset() - line.text().getBytes(StandardCharsets.UTF_8).length;
        if (line.continued() || beyond == 0) {
            return "";
        }
        return beyond == 2 ? "\r\n" : "\n";
    }

    /** Returns the characters whose bytes are all within a number of bytes. */
    private static String cut(String text, int bytes) {
        CharBuffer characters = CharBuffer.wrap(text);
        StandardCharsets.UTF_8.newEncoder().encode(characters, ByteBuffer.allocate(bytes), true);
        return characters.flip().toString();
    }
}
