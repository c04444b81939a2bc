package dev.hostler.engine.runtime.runner;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads a runner's log, line by line; a line that is not whole yet is not there. Confined to one thread. */
final class LogFile implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long wholeUntil;

    LogFile(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
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
            buffer.clear();
            int got = channel.read(buffer);
            buffer.flip();
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
        channel.close();
    }
}
