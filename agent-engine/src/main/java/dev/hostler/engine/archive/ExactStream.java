package dev.hostler.engine.archive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** As many bytes as were promised, neither more nor fewer, whatever has become of the file. Confined to one thread. */
final class ExactStream extends FilterInputStream {
    private long left;

    ExactStream(InputStream in, long size) {
        super(in);
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = super.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("a file became shorter while it was read");
        }
        left -= count;
        return count;
    }
}
