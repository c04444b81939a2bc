package dev.hostler.testkit;

import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import java.util.List;
import java.util.Optional;

/** A reader of what an instance on a {@link FakeHost} prints. The host's lock guards it, and wakes it. */
final class FakeLogStream implements TimedLogStream {
    private final FakeHost host;
    private final FakeInstance instance;
    private final int end;
    private int next;
    private Runnable listener = () -> {};
    private boolean closed;
    private boolean over;

    FakeLogStream(FakeHost host, FakeInstance instance, LogQuery query) {
        this.host = host;
        this.instance = instance;
        this.next = first(instance.lines(), query);
        this.end = query.follow() ? Integer.MAX_VALUE : instance.lines().size();
    }

    private static int first(List<TimedLine> lines, LogQuery query) {
        int late = (int) lines.stream()
                .takeWhile(line -> query.since().filter(line.time()::isBefore).isPresent())
                .count();
        return Math.max(late, lines.size() - query.tail().orElse(lines.size()));
    }

    @Override
    public Optional<TimedLine> next() throws InterruptedException {
        synchronized (host) {
            while (!hasMore() && !hasEnded()) {
                host.wait();
            }
            return take();
        }
    }

    @Override
    public Optional<TimedLine> poll() {
        synchronized (host) {
            return take();
        }
    }

    @Override
    public boolean isOver() {
        synchronized (host) {
            return over;
        }
    }

    @Override
    public void onMore(Runnable value) {
        synchronized (host) {
            host.removeReader(listener);
            listener = value;
            host.addReader(value);
        }
        value.run();
    }

    @Override
    public void close() {
        synchronized (host) {
            closed = true;
            host.removeReader(listener);
            host.notifyAll();
        }
    }

    private Optional<TimedLine> take() {
        if (!closed && hasMore()) {
            return Optional.of(instance.lines().get(next++));
        }
        over = hasEnded();
        return Optional.empty();
    }

    private boolean hasMore() {
        return next < Math.min(end, instance.lines().size());
    }

    private boolean hasEnded() {
        return closed || next >= end || !hasMore() && !instance.isRunning();
    }
}
