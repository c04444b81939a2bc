package dev.hostler.launcher.cli.client;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content in chunks (RFC 9112, 7.1); that it breaks off before the last one is an error. Confined to one thread. */
final class ChunkedInput extends FilterInputStream {
    /** A chunk's size in hexadecimal digits; 15 of them are more than any. */
    private static final int DIGITS = 15;

    private static final int HEX = 16;

    private long left;
    private boolean begun;
    private boolean over;

    ChunkedInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        if (left == 0 && !over) {
            nextChunk();
        }
        if (over) {
            return -1;
        }
        int count = in.read(target, start, (int) Math.min(left, length));
        if (count < 0) {
            throw new EOFException("the answer breaks off");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun && !ReplyHead.line(in).isEmpty()) {
            throw new IOException("a chunk of the answer has no end");
        }
        begun = true;
        String size = ReplyHead.line(in).split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1," + DIGITS + "}")) {
            throw new IOException("a chunk of the answer has no size");
        }
        left = Long.parseLong(size, HEX);
        if (left == 0) {
            over = true;
            skipTrailers();
        }
    }

    private void skipTrailers() throws IOException {
        String line = ReplyHead.line(in);
        while (!line.isEmpty()) {
            line = ReplyHead.line(in);
        }
    }
}
