package dev.hostler.engine.runtime.runner;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a runner's log, line by line; a line that is not whole yet is not there. Confined to one thread.
 *
 * <p>Implementation note: an interrupt would close a channel, and with it a stream that its reader wants to go on with.
 */
final class LogFile implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final FileInputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long wholeUntil;

    LogFile(Path file) throws IOException {
        this.in = new FileInputStream(file.toFile());
    }

    /** Returns the next line; empty if it is not there yet. */
    Optional<LogEntry> next() throws IOException {
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    wholeUntil += line.size() + 1;
                    line.reset();
                    Optional<LogEntry> entry = LogEntry.parse(text);
                    if (entry.isPresent()) {
                        return entry;
                    }
                } else {
                    line.write(b);
                }
            }
            int got = in.read(buffer.array());
            buffer.position(0).limit(Math.max(0, got));
            if (got <= 0) {
                return Optional.empty();
            }
        }
    }

    /** Returns where the last whole line that was read ends. */
    long wholeUntil() {
        return wholeUntil;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
