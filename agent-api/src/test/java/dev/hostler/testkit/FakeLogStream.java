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
    private boolean closed;

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
            while (!closed && next < end && next >= instance.lines().size() && instance.isRunning()) {
                host.wait();
            }
            boolean more = !closed && next < Math.min(end, instance.lines().size());
            return more ? Optional.of(instance.lines().get(next++)) : Optional.empty();
        }
    }

    @Override
    public void close() {
        synchronized (host) {
            closed = true;
            host.notifyAll();
        }
    }
}
