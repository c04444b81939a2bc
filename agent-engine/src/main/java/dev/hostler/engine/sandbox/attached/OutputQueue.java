package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.spi.AttachedOutput;
import dev.hostler.engine.sandbox.OutputSink;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A step's output between the executor's thread and the job's. When it is full the executor waits, and so in the end does
 * the step: that is what bounds the memory. Thread-safe.
 */
final class OutputQueue implements AttachedOutput, AutoCloseable {
    private static final int CHUNKS = 512;
    private static final long RETRY_MILLIS = 50;

    /** How much is passed on before the step is looked at again. */
    private static final int TURN = 256;

    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private volatile boolean closed;
    private long passed;

    /** Some bytes of one of the two streams. */
    private record Chunk(byte[] bytes, boolean errors) {
        OutputSink target(OutputSink sink) {
            return errors ? sink.errors().map(OutputSink.Errors::sink).orElse(sink) : sink;
        }
    }

    @Override
    public void accept(byte[] bytes) {
        offer(new Chunk(bytes, false));
    }

    @Override
    public void acceptErrors(byte[] bytes) {
        offer(new Chunk(bytes, true));
    }

    private void offer(Chunk chunk) {
        try {
            while (!closed && !chunks.offer(chunk, RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Passes on what is there, and no more than the limit in all; the rest is dropped. Called by the job's thread.
     *
     * @param patience how long to wait for the first of it
     */
    void pump(OutputSink sink, long limit, Duration patience) throws InterruptedException {
        @Nullable Chunk chunk = chunks.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        for (int turn = 0; chunk != null; turn++) {
            int wanted = (int) Math.min(chunk.bytes().length, Math.max(0, limit - passed));
            if (wanted > 0) {
                chunk.target(sink).accept(chunk.bytes(), wanted);
            }
            passed += chunk.bytes().length;
            chunk = turn < TURN ? chunks.poll() : null;
        }
    }

    /** Returns how much has come to the job's thread, passed on or dropped. */
    long passed() {
        return passed;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Frees the executor's thread; what still comes is dropped. */
    @Override
    public void close() {
        closed = true;
    }
}
