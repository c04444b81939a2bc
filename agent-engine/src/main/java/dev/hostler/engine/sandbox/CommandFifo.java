package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Scheduler;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agent's end of a FIFO to the supervisor. Confined to one thread.
 *
 * <p>Opened read-write, so that opening never waits for a reader. A write waits while the FIFO is full, and a job can
 * fill it: so each runs on a thread of its own and is broken off, by closing the FIFO, when its time is over.
 */
final class CommandFifo implements Closeable {
    private final Path path;
    private final Scheduler scheduler;
    private @Nullable FileChannel channel;

    CommandFifo(Path path, Scheduler scheduler) {
        this.path = path;
        this.scheduler = scheduler;
    }

    /**
     * Sends a line. The line before it is ended first: somebody may have left half a line.
     * Whether it got in does not matter to the caller: whoever reads it may still be the wrong one.
     *
     * @throws IOException if there is no such FIFO
     */
    void send(String line, Duration limit) throws IOException, InterruptedException {
        FileChannel open = open();
        ByteBuffer bytes = ByteBuffer.wrap(("\n" + line + "\n").getBytes(StandardCharsets.US_ASCII));
        Scheduler.Task write = scheduler.start("sandbox-send", () -> write(open, bytes));
        try {
            if (!write.join(limit)) {
                close();
            }
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** At most 4096 bytes (PIPE_BUF) go in as a whole or not at all, whoever else writes. */
    private static void write(FileChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
        } catch (IOException brokenOff) {
            // The caller repeats the line.
        }
    }

    private FileChannel open() throws IOException {
        if (channel != null) {
            return channel;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new NoSuchFileException(path.toString(), null, "it is no FIFO");
        }
        FileChannel opened = FileChannel.open(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        channel = opened;
        return opened;
    }
}
