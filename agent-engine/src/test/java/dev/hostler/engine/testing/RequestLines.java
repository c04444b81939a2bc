package dev.hostler.engine.testing;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the first lines of HTTP requests in what a client sends on one connection. Confined to one thread. */
final class RequestLines implements Consumer<ByteBuffer> {
    private static final Pattern REQUEST = Pattern.compile("((?:GET|HEAD|POST|PUT|DELETE) \\S+) HTTP/1\\.1\r");
    private static final int LONGEST = 16 * 1024;

    private final Consumer<String> found;
    private final StringBuilder line = new StringBuilder();

    RequestLines(Consumer<String> found) {
        this.found = found;
    }

    @Override
    public void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            char next = (char) (bytes.get() & 0xff);
            if (next == '\n') {
                take();
            } else if (line.length() < LONGEST) {
                line.append(next);
            }
        }
    }

    /** A body of JSON may come before it on the same line, since bodies have no line end. */
    private void take() {
        Matcher request = REQUEST.matcher(line);
        if (request.find() && request.end() == line.length()) {
            found.accept(request.group(1));
        }
        line.setLength(0);
    }
}
