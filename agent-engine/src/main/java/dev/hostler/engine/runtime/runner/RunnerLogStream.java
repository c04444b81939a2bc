package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a runner's log. Thread-safe; {@code this} guards the fields.
 *
 * <p>Implementation note: a log grows in a file, so a waiting reader looks again after a short while.
 */
final class RunnerLogStream implements TimedLogStream {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final InstanceFiles files;
    private final Scheduler scheduler;
    private final LogQuery query;
    private @Nullable LogFile log;
    private long left = Long.MAX_VALUE;
    private boolean closed;
    private boolean over;
    private Runnable listener = () -> {};
    private Scheduler.@Nullable Task teller;

    private RunnerLogStream(InstanceFiles files, Scheduler scheduler, LogQuery query) {
        this.files = files;
        this.scheduler = scheduler;
        this.query = query;
    }

    static RunnerLogStream open(InstanceFiles files, Scheduler scheduler, LogQuery query) throws IOException {
        RunnerLogStream stream = new RunnerLogStream(files, scheduler, query);
        stream.skip();
        return stream;
    }

    /** Goes to the first line that is asked for, and takes note of the last one that is there if no more are wanted. */
    private synchronized void skip() throws IOException {
        long early = 0;
        long there = 0;
        if (Files.exists(files.log())) {
            try (LogFile all = new LogFile(files.log())) {
                for (Optional<LogEntry> entry = all.next(); entry.isPresent(); entry = all.next()) {
                    there++;
                    early += isEarly(entry.get()) ? 1 : 0;
                }
            }
        }
        long first =
                query.tail().isPresent() ? Math.max(early, there - query.tail().getAsInt()) : early;
        if (!query.follow()) {
            left = there - first;
        }
        for (long i = 0; i < first; i++) {
            read();
        }
    }

    private boolean isEarly(LogEntry entry) {
        return query.since().filter(entry.line().time()::isBefore).isPresent();
    }

    private Optional<LogEntry> read() throws IOException {
        if (log == null && Files.exists(files.log())) {
            log = new LogFile(files.log());
        }
        return log == null ? Optional.empty() : log.next();
    }

    @Override
    public Optional<TimedLine> next() throws InterruptedException {
        while (true) {
            Optional<TimedLine> line = poll();
            if (line.isPresent() || isOver()) {
                return line;
            }
            scheduler.sleep(PAUSE);
        }
    }

    @Override
    public synchronized Optional<TimedLine> poll() {
        if (closed || over) {
            return Optional.empty();
        }
        try {
            // Asked first: what has ended prints no more.
            boolean ended = left == 0 || !files.exists() || files.hasEnded() || !files.isStarted();
            Optional<LogEntry> entry = left == 0 ? Optional.empty() : read();
            over = entry.isEmpty() && ended;
            left -= entry.isPresent() && !query.follow() ? 1 : 0;
            return entry.map(LogEntry::line);
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "read log of runner",
                            files.id(),
                            String.valueOf(e.getMessage()),
                            "look at the disk of the agent's data directory")
                    .toException(e);
        }
    }

    @Override
    public synchronized boolean isOver() {
        return closed || over;
    }

    @Override
    public void onMore(Runnable value) {
        synchronized (this) {
            listener = value;
            if (teller == null && !closed) {
                teller = scheduler.start("hostler-runner-log", this::tell);
            }
        }
        value.run();
    }

    private void tell() {
        try {
            while (!isOver()) {
                scheduler.sleep(PAUSE);
                current().run();
            }
            current().run();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Runnable current() {
        return listener;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (teller != null) {
            teller.cancel();
        }
        try {
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
