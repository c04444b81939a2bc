package dev.hostler.engine.log;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Reads one log line by line. Confined to one thread, save {@link #close} and what {@link #wake} returns.
 *
 * <p>The file is open only while it is read, so that waiting readers cost no file descriptors.
 */
final class LogReader implements LogStream {
    private final JobLog log;
    private final LineBuffer lines;
    private final Semaphore signal = new Semaphore(0);
    private final Runnable wake = this::signal;
    private volatile Runnable listener = () -> {};
    private volatile boolean closed;
    private boolean over;

    LogReader(JobLog log, long offset) {
        this.log = log;
        this.lines = new LineBuffer(offset);
    }

    @Override
    public Optional<LogLine> next() throws InterruptedException {
        while (true) {
            // In this order: what is drained before the look at the log can't be the news of what comes after it.
            signal.drainPermits();
            Optional<LogLine> line = poll();
            if (line.isPresent() || over) {
                return line;
            }
            signal.acquire();
        }
    }

    @Override
    public Optional<LogLine> poll() {
        while (!closed) {
            Optional<LogLine> line = lines.next();
            if (line.isPresent()) {
                return line;
            }
            boolean complete = log.isComplete();
            long kept = log.firstKept(lines.end());
            if (kept > lines.end()) {
                return Optional.of(lines.passOver(kept));
            } else if (lines.end() < log.size()) {
                lines.fill(log);
            } else {
                return complete ? rest() : Optional.empty();
            }
        }
        over = true;
        return Optional.empty();
    }

    private Optional<LogLine> rest() {
        Optional<LogLine> rest = lines.rest();
        over = rest.isEmpty();
        return rest;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void onMore(Runnable value) {
        listener = value;
        value.run();
    }

    @Override
    public long size() {
        return log.size();
    }

    /** Returns what tells this reader that there may be more to read. */
    Runnable wake() {
        return wake;
    }

    private void signal() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
        listener.run();
    }

    @Override
    public void close() {
        closed = true;
        log.forget(wake);
        signal();
    }
}
