package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.Scheduler;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an application prints: first what is there of all containers, in the order of its times, then, if it is followed,
 * what comes. Thread-safe.
 *
 * <p>Implementation note: {@code this} guards all that is not final or volatile; the engine is asked outside of it, on a
 * thread of its own.
 */
final class ApplicationLog implements TimedLogStream {
    private final Scheduler scheduler;
    private final Map<String, String> prefixes;
    private final OptionalInt tail;
    private final Optional<Opening> following;
    private final Consumer<ApplicationLog> whenClosed;
    private final Semaphore bell = new Semaphore(0);
    private final Deque<MergedLog.Line> held = new ArrayDeque<>();
    private MergedLog current;
    private boolean live;
    private boolean opening;
    private @Nullable AgentException failure;
    private volatile Runnable listener = () -> {};
    private volatile boolean closed;
    private volatile boolean over;

    /** Opens what comes after what was read. */
    @FunctionalInterface
    interface Opening {
        /** Opens the logs of all containers after these times. */
        MergedLog open(Map<String, Instant> last) throws InterruptedException;
    }

    /**
     * Creates a log.
     *
     * @param history what is there
     * @param prefixes what lines of each container start with
     * @param tail how many lines of what is there are wanted; empty: all
     * @param following opens what comes; empty: nothing more is wanted
     */
    ApplicationLog(
            Scheduler scheduler,
            MergedLog history,
            Map<String, String> prefixes,
            OptionalInt tail,
            Optional<Opening> following,
            Consumer<ApplicationLog> whenClosed) {
        this.scheduler = scheduler;
        this.current = history;
        this.prefixes = Map.copyOf(prefixes);
        this.tail = tail;
        this.following = following;
        this.whenClosed = whenClosed;
        history.onMore(this::more);
    }

    private void more() {
        bell.release();
        listener.run();
    }

    @Override
    public Optional<TimedLine> next() throws InterruptedException {
        while (true) {
            bell.drainPermits();
            Optional<TimedLine> line = poll();
            if (line.isPresent() || over) {
                return line;
            }
            bell.acquire();
        }
    }

    @Override
    public synchronized Optional<TimedLine> poll() {
        if (closed) {
            over = true;
            return Optional.empty();
        }
        if (failure != null) {
            throw failure;
        }
        if (!live && tail.isPresent()) {
            holdBack(tail.getAsInt());
        }
        boolean mayGive = live || tail.isEmpty() || current.isOver();
        Optional<MergedLog.Line> line =
                !mayGive ? Optional.empty() : held.isEmpty() ? current.poll() : Optional.of(held.remove());
        if (line.isEmpty() && current.isOver()) {
            endOrFollow();
        }
        return line.map(this::named);
    }

    /** Keeps the last lines of what is there. */
    private void holdBack(int lines) {
        for (Optional<MergedLog.Line> line = current.poll(); line.isPresent(); line = current.poll()) {
            held.add(line.get());
            if (held.size() > lines) {
                held.remove();
            }
        }
    }

    private void endOrFollow() {
        if (live || following.isEmpty()) {
            over = true;
        } else if (!opening) {
            opening = true;
            Map<String, Instant> last = current.last();
            scheduler.start("compose-log", () -> follow(last));
        }
    }

    private void follow(Map<String, Instant> last) {
        try {
            MergedLog opened = following.orElseThrow().open(last);
            synchronized (this) {
                current = opened;
                live = true;
            }
            if (closed) {
                opened.close();
            }
            opened.onMore(this::more);
        } catch (AgentException e) {
            synchronized (this) {
                failure = e;
            }
            more();
        } catch (InterruptedException givenUp) {
            close();
        }
    }

    private TimedLine named(MergedLog.Line given) {
        TimedLine line = given.line();
        String prefix = prefixes.getOrDefault(given.container(), "");
        return prefix.isEmpty()
                ? line
                : new TimedLine(line.time(), line.output(), prefix + line.text(), line.continued());
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
        closed = true;
        MergedLog open;
        synchronized (this) {
            open = current;
        }
        open.close();
        whenClosed.accept(this);
        more();
    }
}
