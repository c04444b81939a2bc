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
    private final SpoolSpace space;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long position;
    private boolean ofEarlierRun;

    StepSpool(OwnFile output, OwnFile exit, SpoolSpace space) {
        this.output = output;
        this.exit = exit;
        this.space = space;
    }

    /** Begins where an earlier run of the agent was, which does not need what comes before. */
    void skipTo(long offset) throws TamperedException {
        ofEarlierRun = true;
        position = offset;
        space.giveBack(offset);
    }

    /** Returns how much the step has written so far, read or not. */
    long size() throws IOException {
        return output.size();
    }

    /** Returns how much the step may have written, going by whether the space of what was read can be used again. */
    long limit(OutputBounds bounds) {
        return space.isReclaimable() ? bounds.total() : Math.min(bounds.total(), bounds.spool());
    }

    /** Returns how much lies there that was not read, or whose space was not given back. */
    long backlog() throws IOException {
        return output.size() - space.givenBack();
    }

    /** Returns how much lies there that was not read. */
    long unread() throws IOException {
        return output.size() - position;
    }

    /** Returns whether an earlier run of the agent began to read it. */
    boolean isOfEarlierRun() {
        return ofEarlierRun;
    }

    /** Passes on some of what is there; says whether there was anything. */
    boolean pump(OutputSink sink, OutputBounds bounds) throws IOException, TamperedException {
        long before = position;
        pumpTo(Math.min(Math.min(available(), limit(bounds)), position + TURN), sink);
        return position > before;
    }

    /**
     * Passes on what is there now, at most as much as may lie there; not what is written meanwhile, or a process left
     * behind could hold us.
     */
    void drain(OutputSink sink, OutputBounds bounds) throws IOException, TamperedException {
        long end = Math.min(Math.min(available(), limit(bounds)), position + bounds.spool() + TURN);
        while (position < end) {
            long before = position;
            pumpTo(Math.min(end, position + TURN), sink);
            if (position == before) {
                return;
            }
        }
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
        try (output;
                exit) {
            space.close();
        }
    }

    private long available() throws IOException, TamperedException {
        long size = output.size();
        if (size < position) {
            throw new TamperedException("the step's output shrank from " + position + " to " + size + " bytes");
        }
        return size;
    }

    private void pumpTo(long end, OutputSink sink) throws IOException, TamperedException {
        while (position < end) {
            buffer.clear().limit((int) Math.min(BUFFER, end - position));
            int count = output.read(buffer, position);
            if (count <= 0) {
                break;
            }
            position += count;
            sink.accept(buffer.array(), count);
        }
        if (position - space.givenBack() >= SpoolSpace.PIECE && space.isReclaimable()) {
            space.giveBack(sink.settle());
        }
    }
}
