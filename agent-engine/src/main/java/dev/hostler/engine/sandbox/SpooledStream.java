package dev.hostler.engine.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One stream of a step's output on its way out of its file. Confined to one thread. */
final class SpooledStream implements Closeable {
    private static final int BUFFER = 64 * 1024;

    /** How much is passed on before the step is looked at again. */
    private static final long TURN = 1024 * 1024;

    private final OwnFile file;
    private final SpoolSpace space;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long position;

    SpooledStream(OwnFile file, SpoolSpace space) {
        this.file = file;
        this.space = space;
    }

    /** Begins where an earlier run of the agent was, which does not need what comes before. */
    void skipTo(long offset) throws TamperedException {
        position = offset;
        space.giveBack(offset);
    }

    long size() throws IOException {
        return file.size();
    }

    boolean isReclaimable() {
        return space.isReclaimable();
    }

    /** Returns how much lies there that was not read, or whose space was not given back. */
    long backlog() throws IOException {
        return file.size() - space.givenBack();
    }

    /** Returns how much lies there that was not read. */
    long unread() throws IOException {
        return file.size() - position;
    }

    /** Passes on some of what is there; says whether there was anything. */
    boolean pump(OutputSink sink, long limit) throws IOException, TamperedException {
        long before = position;
        pumpTo(Math.min(Math.min(available(), limit), position + TURN), sink);
        return position > before;
    }

    /**
     * Passes on what is there now; not what is written meanwhile, or a process left behind could hold us.
     *
     * @param most how much may lie there
     */
    void drain(OutputSink sink, long limit, long most) throws IOException, TamperedException {
        long end = Math.min(Math.min(available(), limit), position + most + TURN);
        while (position < end) {
            long before = position;
            pumpTo(Math.min(end, position + TURN), sink);
            if (position == before) {
                return;
            }
        }
    }

    void verify() throws TamperedException {
        file.verify();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            space.close();
        }
    }

    private long available() throws IOException, TamperedException {
        long size = file.size();
        if (size < position) {
            throw new TamperedException("the step's output shrank from " + position + " to " + size + " bytes");
        }
        return size;
    }

    private void pumpTo(long end, OutputSink sink) throws IOException, TamperedException {
        while (position < end) {
            buffer.clear().limit((int) Math.min(BUFFER, end - position));
            int count = file.read(buffer, position);
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
