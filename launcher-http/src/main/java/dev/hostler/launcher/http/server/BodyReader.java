package dev.hostler.launcher.http.server;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;

/**
 * Takes in the body of one request without holding a thread. Called by one thread at a time.
 *
 * <p>What is too much is read and thrown away, up to a bound, so that a client that sends all of it before it reads gets
 * its answer.
 */
final class BodyReader {
    /** How much is thrown away; a client that sends more is cut off. */
    private static final long PATIENCE = 256L << 20;

    private static final long LEAST_BYTES_A_SECOND = 1024;
    private static final int TOO_SLOW = 408;

    private final Content.Source source;
    private final long limit;
    private final Duration patience;
    private final long begun = System.nanoTime();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private long seen;

    private BodyReader(Content.Source source, long limit, Duration patience) {
        this.source = source;
        this.limit = limit;
        this.patience = patience;
    }

    /**
     * Returns the body once it is there; empty if it is larger than the limit. Fails if the client goes away, or if it sends
     * less than a kilobyte in a second, on the whole.
     *
     * @param patience after how long that is looked at
     */
    static CompletableFuture<Optional<byte[]>> read(Content.Source source, long limit, Duration patience) {
        BodyReader reader = new BodyReader(source, limit, patience);
        reader.readOn();
        return reader.body;
    }

    private void readOn() {
        while (!body.isDone()) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this::readOn);
                return;
            }
            take(chunk);
        }
    }

    private boolean isSlow() {
        long nanos = System.nanoTime() - begun;
        return nanos > patience.toNanos() && seen < TimeUnit.NANOSECONDS.toSeconds(nanos) * LEAST_BYTES_A_SECOND;
    }

    private void take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            body.completeExceptionally(chunk.getFailure());
            return;
        }
        byte[] part = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(part);
        boolean last = chunk.isLast();
        chunk.release();
        seen += part.length;
        if (seen <= limit) {
            bytes.writeBytes(part);
        } else {
            bytes.reset();
        }
        if (!last && isSlow()) {
            body.completeExceptionally(new HttpException.RuntimeException(TOO_SLOW, "the body comes too slowly"));
        } else if (last || seen > PATIENCE) {
            body.complete(seen <= limit ? Optional.of(bytes.toByteArray()) : Optional.empty());
        }
    }
}
