package dev.hostler.engine.executor.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Tells how much was read, so that somebody else can see progress. Closing it closes nothing. */
final class CountedStream extends FilterInputStream {
    private final AtomicLong passed;

    CountedStream(InputStream in, AtomicLong passed) {
        super(in);
        this.passed = passed;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        passed.addAndGet(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        passed.addAndGet(Math.max(0, count));
        return count;
    }

    @Override
    public void close() {
        // The stream belongs to the caller.
    }
}
