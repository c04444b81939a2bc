package dev.hostler.launcher.cli.client;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content of which the length was told; that it breaks off before is an error. Confined to one thread. */
final class CountedInput extends FilterInputStream {
    private long left;

    CountedInput(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(target, start, (int) Math.min(left, length));
        if (count < 0) {
            throw new EOFException("the answer breaks off");
        }
        left -= count;
        return count;
    }
}
