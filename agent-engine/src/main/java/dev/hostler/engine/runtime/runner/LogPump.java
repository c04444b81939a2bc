package dev.hostler.engine.runtime.runner;

import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLine.Output;
import dev.hostler.api.spi.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a runner prints into its log, where each line has its time, and tells of each line. A line is in the log once,
 * also if this is interrupted: the log says how much was read. Confined to one thread.
 */
final class LogPump implements AutoCloseable {
    /** As for jobs: a longer line comes in pieces. */
    static final int LONGEST_LINE = 64 * 1024;

    /** A runner says little; its job's output goes to the server. */
    private static final long LARGEST_LOG = 64L << 20;

    private final InstanceFiles files;
    private final Scheduler scheduler;
    private final Optional<SecretMask> mask;
    private final Consumer<TimedLine> listener;
    private final FileChannel log;
    private final SpoolReader out;
    private final SpoolReader err;
    private Instant last = Instant.EPOCH;
    private long size;
    private boolean full;

    /**
     * Takes up a log where it was left.
     *
     * @param mask what hides the secret
     * @param listener is told of each line, of those that are there first
     */
    LogPump(InstanceFiles files, Scheduler scheduler, Optional<SecretMask> mask, Consumer<TimedLine> listener)
            throws IOException {
        this.files = files;
        this.scheduler = scheduler;
        this.mask = mask;
        this.listener = listener;
        this.log = FileChannel.open(files.log(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.out = new SpoolReader(files.out());
        this.err = new SpoolReader(files.err());
        takeUp();
    }

    private void takeUp() throws IOException {
        try (LogFile before = new LogFile(files.log())) {
            for (Optional<LogEntry> entry = before.next(); entry.isPresent(); entry = before.next()) {
                TimedLine line = entry.get().line();
                (line.output() == Output.STDOUT ? out : err).offset(entry.get().offset());
                last = line.time();
                listener.accept(line);
            }
            // Half a line is what a death has left.
            log.truncate(before.wholeUntil());
            log.position(before.wholeUntil());
            size = before.wholeUntil();
        }
    }

    /**
     * Takes what has come.
     *
     * @param over whether no more will come, so that what has no line end is a line
     * @return whether there was anything
     */
    boolean pump(boolean over) throws IOException {
        boolean some = pump(out, Output.STDOUT, over);
        return pump(err, Output.STDERR, over) || some;
    }

    private boolean pump(SpoolReader spool, Output output, boolean over) throws IOException {
        boolean some = false;
        for (Optional<SpoolReader.Piece> piece = spool.next(over); piece.isPresent(); piece = spool.next(over)) {
            some = true;
            write(new LogEntry(
                    new TimedLine(
                            time(),
                            output,
                            masked(piece.get().text()),
                            piece.get().continued()),
                    spool.offset()));
        }
        return some;
    }

    /** No two lines have one time, so that a reader can go on after any of them. */
    private Instant time() {
        Instant now = scheduler.now();
        last = now.isAfter(last) ? now : last.plusNanos(1);
        return last;
    }

    private String masked(String text) {
        return mask.map(known -> known.hide(text)).orElse(text);
    }

    private void write(LogEntry entry) throws IOException {
        listener.accept(entry.line());
        if (full) {
            return;
        }
        LogEntry written = entry;
        if (size > LARGEST_LOG) {
            full = true;
            written = new LogEntry(
                    new TimedLine(
                            entry.line().time(),
                            entry.line().output(),
                            "==> the log has reached " + (LARGEST_LOG >> 20) + " MiB; what follows is not kept",
                            false),
                    entry.offset());
        }
        byte[] bytes = written.text().getBytes(StandardCharsets.UTF_8);
        log.write(ByteBuffer.wrap(bytes));
        size += bytes.length;
    }

    @Override
    public void close() throws IOException {
        log.close();
        out.close();
        err.close();
    }

    /** Reads a growing file in lines. Confined to the pump's thread. */
    private static final class SpoolReader {
        private static final int BUFFER = 64 * 1024;

        private final Path file;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private @Nullable FileChannel channel;
        private long offset;

        /** A line, or a part of a long one. */
        record Piece(String text, boolean continued) {}

        SpoolReader(Path file) {
            this.file = file;
        }

        void offset(long value) {
            offset = value;
        }

        /** How many bytes are done with. */
        long offset() {
            return offset;
        }

        Optional<Piece> next(boolean over) throws IOException {
            while (fill()) {
                byte b = buffer.get();
                offset++;
                if (b == '\n') {
                    return Optional.of(piece(false));
                }
                // A character of several bytes stays in one piece.
                if (line.size() >= LONGEST_LINE && (b & 0xc0) != 0x80) {
                    buffer.position(buffer.position() - 1);
                    offset--;
                    return Optional.of(piece(true));
                }
                line.write(b);
            }
            return over && line.size() > 0 ? Optional.of(piece(false)) : Optional.empty();
        }

        private Piece piece(boolean continued) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            return new Piece(
                    !continued && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, continued);
        }

        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            FileChannel open = channel;
            if (open == null) {
                if (!Files.exists(file)) {
                    return false;
                }
                open = FileChannel.open(file, StandardOpenOption.READ);
                open.position(offset);
                channel = open;
            }
            buffer.clear();
            int got = open.read(buffer);
            buffer.flip();
            return got > 0;
        }

        void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
