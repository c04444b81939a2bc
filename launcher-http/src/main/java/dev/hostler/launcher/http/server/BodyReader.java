package dev.hostler.launcher.http.server;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private final Content.Source source;
    private final long limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private long seen;

    private BodyReader(Content.Source source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    /** Returns the body once it is there; empty if it is larger than the limit. Fails if the client goes away. */
    static CompletableFuture<Optional<byte[]>> read(Content.Source source, long limit) {
        BodyReader reader = new BodyReader(source, limit);
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
        if (last || seen > PATIENCE) {
            body.complete(seen <= limit ? Optional.of(bytes.toByteArray()) : Optional.empty());
        }
    }
}
