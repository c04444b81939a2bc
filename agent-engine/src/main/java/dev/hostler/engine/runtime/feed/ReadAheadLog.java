package dev.hostler.engine.runtime.feed;

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

/**
 * Lines of a log, read ahead by a thread of their own, so that an interrupt of who takes them does not close the
 * connection under them. Thread-safe.
 */
public final class ReadAheadLog implements TimedLogStream {
    /** A line has at most 64 KiB. */
    private static final int READ_AHEAD = 64;

    private static final Entry END = new Entry(null, null);

    private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(READ_AHEAD);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LineSource source;
    private final Consumer<ReadAheadLog> whenClosed;
    private final Scheduler.Task task;
    private volatile Runnable listener = () -> {};
    private volatile @Nullable Entry last;
    private volatile boolean over;

    /**
     * What comes next: a line, a failure, or the end if it has neither. Immutable.
     *
     * @param line the line
     * @param failure why there is none
     */
    private record Entry(@Nullable TimedLine line, @Nullable AgentException failure) {}

    private ReadAheadLog(LineSource source, Scheduler scheduler, String name, Consumer<ReadAheadLog> whenClosed) {
        this.source = source;
        this.whenClosed = whenClosed;
        this.task = scheduler.start(name, this::read);
    }

    /**
     * Begins to read.
     *
     * @param source what is read, and closed at the end
     * @param name of the thread
     * @param whenClosed told once, when this is closed
     */
    public static ReadAheadLog of(
            LineSource source, Scheduler scheduler, String name, Consumer<ReadAheadLog> whenClosed) {
        return new ReadAheadLog(source, scheduler, name, whenClosed);
    }

    private void read() {
        try (source) {
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
            source.close();
            task.cancel();
            while (!entries.offer(END)) {
                entries.clear();
            }
            whenClosed.accept(this);
            listener.run();
        }
    }
}
