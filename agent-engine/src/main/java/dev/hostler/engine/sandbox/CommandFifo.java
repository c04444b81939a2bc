package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Scheduler;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
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
 * fill it: so a timer closes the FIFO when a write's time is over, which breaks the write off. A thread for each write
 * would do as well, but its start takes a quarter of a millisecond, as long as anything else the agent does for a step.
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
    void send(String line, Duration limit) throws IOException {
        FileChannel open = open();
        ByteBuffer bytes = ByteBuffer.wrap(("\n" + line + "\n").getBytes(StandardCharsets.US_ASCII));
        Scheduler.Task limiter = scheduler.schedule("sandbox-send-limit", limit, () -> breakOff(open));
        try {
            // At most 4096 bytes (PIPE_BUF) go in as a whole or not at all, whoever else writes.
            int ignored = open.write(bytes);
        } catch (ClosedByInterruptException e) {
            close();
            throw e;
        } catch (ClosedChannelException tookTooLong) {
            close();
        } finally {
            limiter.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private static void breakOff(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChannel open() throws IOException {
        if (channel != null && channel.isOpen()) {
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
