package dev.hostler.launcher.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer whose content may still be on its way. Confined to one thread. */
final class Reply implements AutoCloseable {
    private final int status;
    private final InputStream body;

    /** @param body the content; closing it closes the connection */
    Reply(int status, InputStream body) {
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** Waits for all of it. */
    String text() throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    /**
     * Waits for the next line: up to a line feed, without it and a CR before it. A CR alone is a part of the line, by which
     * programs show their progress.
     */
    Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = body.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = body.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return Optional.of(next == '\n' && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /** Copies all of it as it comes. */
    void copyTo(OutputStream target) throws IOException {
        body.transferTo(target);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
