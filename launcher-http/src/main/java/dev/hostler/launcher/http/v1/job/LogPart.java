package dev.hostler.launcher.http.v1.job;

import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import dev.hostler.api.stream.ItemStream;
import java.util.Optional;

/** The lines of a log up to an offset before which all is there. Confined to one thread at a time. */
final class LogPart implements ItemStream<LogLine> {
    private final LogStream log;
    private final long end;
    private long next;

    LogPart(LogStream log, long start, long end) {
        this.log = log;
        this.next = start;
        this.end = end;
    }

    @Override
    public Optional<LogLine> next() throws InterruptedException {
        return isOver() ? Optional.empty() : passed(log.next());
    }

    @Override
    public Optional<LogLine> poll() {
        return isOver() ? Optional.empty() : passed(log.poll());
    }

    private Optional<LogLine> passed(Optional<LogLine> line) {
        line.ifPresent(found -> next = found.next());
        return line;
    }

    @Override
    public boolean isOver() {
        return next >= end || log.isOver();
    }

    @Override
    public void onMore(Runnable listener) {
        log.onMore(listener);
    }

    @Override
    public void close() {
        log.close();
    }
}
