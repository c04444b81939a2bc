package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.http.server.Feed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file as content of an answer, piece by piece, at the client's pace. Confined to one thread at a time. */
final class ArtifactFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactFeed.class);
    private static final byte[] NOTHING = {};

    private final String path;
    private final InputStream content;

    ArtifactFeed(String path, InputStream content) {
        this.path = path;
        this.content = content;
    }

    @Override
    public boolean fill(ByteArrayOutputStream target, int about) {
        try {
            byte[] piece = content.readNBytes(about);
            target.writeBytes(piece);
            return piece.length < about;
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "read artifact",
                            path.replaceAll("\\p{Cntrl}", "?"),
                            String.valueOf(e.getMessage()),
                            "ask again")
                    .toException(e);
        }
    }

    @Override
    public void onMore(Runnable listener) {
        listener.run();
    }

    @Override
    public byte[] lifeSign() {
        return NOTHING;
    }

    @Override
    public byte[] farewell(String reason) {
        return NOTHING;
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            LOG.warn("Could not close an artifact: {}", e.getMessage());
        }
    }
}
