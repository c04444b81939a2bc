package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.Scheduler;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines of a machine's console, read ahead by a thread of their own. Thread-safe. */
final class ConsoleLog implements TimedLogStream {
    /** A line has at most 64 KiB. */
    private static final int READ_AHEAD = 64;

    private static final Entry END = new Entry(null, null);

    private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(READ_AHEAD);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<ConsoleLog> whenClosed;
    private final Scheduler.Task task;
    private volatile Runnable listener = () -> {};
    private volatile @Nullable Entry last;
    private volatile boolean over;

    /** What comes next: a line, a failure, or the end if it has neither. Immutable. */
    private record Entry(@Nullable TimedLine line, @Nullable AgentException failure) {}

    private ConsoleLog(ConsoleSource source, Scheduler scheduler, Consumer<ConsoleLog> whenClosed) {
        this.whenClosed = whenClosed;
        this.task = scheduler.start("vms-log", () -> read(source));
    }

    static ConsoleLog of(ConsoleSource source, Scheduler scheduler, Consumer<ConsoleLog> whenClosed) {
        return new ConsoleLog(source, scheduler, whenClosed);
    }

    private void read(ConsoleSource source) {
        try {
            source.read(line -> put(new Entry(line, null)));
            put(END);
        } catch (AgentException e) {
            putIfWanted(new Entry(null, e));
        } catch (InterruptedException givenUp) {
            // Closed: nobody waits for more.
        }
    }

    private void put(Entry entry) throws InterruptedException {
        entries.put(entry);
        listener.run();
    }

    private void putIfWanted(Entry entry) {
        try {
            put(entry);
        } catch (InterruptedException givenUp) {
            // Closed: nobody waits for it.
        }
    }

    @Override
    public Optional<TimedLine> next() throws InterruptedException {
        Entry known = last;
        return taken(closed.get() ? END : known == null ? entries.take() : known);
    }

    @Override
    public Optional<TimedLine> poll() {
        Entry known = last;
        Entry entry = closed.get() ? END : known == null ? entries.poll() : known;
        return entry == null ? Optional.empty() : taken(entry);
    }

    private Optional<TimedLine> taken(Entry entry) {
        if (closed.get()) {
            over = true;
            return Optional.empty();
        }
        if (entry.line() == null) {
            last = entry;
        }
        if (entry.failure() != null) {
            throw entry.failure();
        }
        over = entry.line() == null;
        return Optional.ofNullable(entry.line());
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
    public void close() {
        if (closed.compareAndSet(false, true)) {
            task.cancel();
            while (!entries.offer(END)) {
                entries.clear();
            }
            whenClosed.accept(this);
            listener.run();
        }
    }
}
