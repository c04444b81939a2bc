package dev.hostler.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer that comes in chunks (RFC 9112, 7.1). The last one is empty; an answer without it was cut.
 * Confined to one thread.
 */
final class ChunkedInput extends InputStream {
    private static final int LINE_LIMIT = 1024;
    private static final int HEXADECIMAL = 16;

    private final InputStream raw;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedInput(InputStream raw) {
        this.raw = raw;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = raw.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw cut();
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun) {
            // The line end after the chunk before.
            line();
        }
        begun = true;
        String size = line().split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, HEXADECIMAL);
        } catch (NumberFormatException e) {
            throw new IOException("the engine's answer has a chunk without a size", e);
        }
        ended = left == 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = raw.read(); next != '\n'; next = raw.read()) {
            if (next < 0 || line.length() > LINE_LIMIT) {
                throw cut();
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private static EOFException cut() {
        return new EOFException("the engine's answer was cut off");
    }
}
