package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A step's output and exit code on their way out. Confined to one thread. */
final class StepSpool implements Closeable {
    private static final int BUFFER = 64 * 1024;

    /** How much is passed on before the step is looked at again. */
    private static final long TURN = 1024 * 1024;

    /** Longer than any exit code and its newline. */
    private static final int LONGEST_EXIT = 16;

    private final OwnFile output;
    private final OwnFile exit;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long position;

    StepSpool(OwnFile output, OwnFile exit, long position) {
        this.output = output;
        this.exit = exit;
        this.position = position;
    }

    /** Returns how much the step has written so far, read or not. */
    long size() throws IOException {
        return output.size();
    }

    /** Passes on some of what is there; says whether there was anything. */
    boolean pump(OutputSink sink, long limit) throws IOException, TamperedException {
        long before = position;
        pumpTo(Math.min(Math.min(available(), limit), position + TURN), sink);
        return position > before;
    }

    /** Passes on all that is there now; not what is written meanwhile, or a process left behind could hold us. */
    void drain(OutputSink sink, long limit) throws IOException, TamperedException {
        pumpTo(Math.min(available(), limit), sink);
    }

    /** Returns the exit code once it is there as a whole. */
    OptionalInt exitCode() throws IOException, TamperedException {
        String line = exit.line(LONGEST_EXIT).orElse(null);
        if (line == null) {
            return OptionalInt.empty();
        }
        if (!line.matches("\\d{1,3}")) {
            throw new TamperedException("the supervisor's exit file holds no exit code");
        }
        return OptionalInt.of(Integer.parseInt(line));
    }

    void verify() throws TamperedException {
        output.verify();
        exit.verify();
    }

    @Override
    public void close() throws IOException {
        try (output) {
            exit.close();
        }
    }

    private long available() throws IOException, TamperedException {
        long size = output.size();
        if (size < position) {
            throw new TamperedException("the step's output shrank from " + position + " to " + size + " bytes");
        }
        return size;
    }

    private void pumpTo(long end, OutputSink sink) throws IOException {
        while (position < end) {
            buffer.clear().limit((int) Math.min(BUFFER, end - position));
            int count = output.read(buffer, position);
            if (count <= 0) {
                return;
            }
            position += count;
            sink.accept(buffer.array(), count);
        }
    }
}
