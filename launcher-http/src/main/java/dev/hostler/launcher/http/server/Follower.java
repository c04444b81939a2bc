package dev.hostler.launcher.http.server;

import dev.hostler.api.error.AgentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one client what a feed brings, at the client's pace. Thread-safe; holds a thread only while there is something to
 * hand on, and at most one piece of content.
 *
 * <p>Implementation note: {@code signals} counts the reasons to look again; the one that finds it at 0 has a thread take
 * turns until it is at 0 again. So turns never overlap, and what only turns touch needs no lock. A write's callback and
 * the watch leave their news in volatile fields and give a signal.
 */
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int PIECE = 32 << 10;

    private final String what;
    private final Feed feed;
    private final Outlet client;
    private final Followers all;
    private final AtomicInteger signals = new AtomicInteger();
    private volatile boolean writing;
    private volatile long quietSince = System.nanoTime();
    private volatile boolean lifeSignDue;
    private volatile @Nullable String cut;
    private volatile @Nullable Throwable broken;
    private volatile boolean ended;
    private boolean lastWritten;
    /** Touched by the watch alone. */
    private boolean dropped;

    Follower(String what, Feed feed, Outlet client, Followers all) {
        this.what = what;
        this.feed = feed;
        this.client = client;
        this.all = all;
    }

    void start() {
        feed.onMore(this::wake);
    }

    private void wake() {
        if (signals.getAndIncrement() == 0) {
            all.run(this::turn);
        }
    }

    /** One step and then the next one's turn: a client that reads fast does not keep the thread from the others. */
    private void turn() {
        int seen = signals.get();
        try {
            if (!ended && !writing) {
                step();
            }
        } catch (RuntimeException | Error defect) {
            LOG.error("{} met a defect", this, defect);
            end(defect);
        }
        if (signals.addAndGet(-seen) > 0) {
            all.run(this::turn);
        }
    }

    private void step() {
        Throwable failure = broken;
        String reason = cut;
        if (failure != null) {
            end(failure);
        } else if (lastWritten) {
            end(null);
        } else if (reason != null) {
            leave(reason);
        } else {
            handOn();
        }
    }

    private void handOn() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        boolean over;
        try {
            over = feed.fill(piece, PIECE);
        } catch (AgentException gone) {
            leave(gone.failure().message());
            return;
        }
        if (over || piece.size() > 0) {
            write(over, piece.toByteArray());
        } else if (lifeSignDue && feed.lifeSign().length > 0) {
            write(false, feed.lifeSign());
        }
    }

    /** Of content that can't say so itself, the client sees that it lacks its end. */
    private void leave(String reason) {
        byte[] farewell = feed.farewell(reason);
        if (farewell.length > 0) {
            write(true, farewell);
        } else {
            end(new IOException(reason));
        }
    }

    private void write(boolean last, byte[] bytes) {
        writing = true;
        quietSince = System.nanoTime();
        lifeSignDue = false;
        lastWritten = last;
        client.write(last, bytes, Callback.from(this::written, this::failed));
    }

    private void written() {
        quietSince = System.nanoTime();
        writing = false;
        wake();
    }

    private void failed(Throwable cause) {
        broken = cause;
        writing = false;
        wake();
    }

    private void end(@Nullable Throwable failure) {
        ended = true;
        all.forget(this);
        feed.close();
        client.end(failure);
    }

    /** Ends it as soon as the client has taken what is on its way. */
    void cut(String reason) {
        cut = reason;
        wake();
    }

    /** Ends it at once. */
    void drop(String reason) {
        cut = reason;
        client.drop(new IOException(reason));
        wake();
    }

    /** Looks after it. Called now and then, by one thread. */
    void watch(long nanosWithoutReading, long nanosWithoutLifeSign) {
        long quiet = System.nanoTime() - quietSince;
        if (ended) {
            return;
        }
        if (writing) {
            if (quiet > nanosWithoutReading && !dropped) {
                dropped = true;
                String reason = "its client has taken nothing for " + quiet / 1_000_000_000 + " s";
                LOG.info("Cut off {}: {}", this, reason);
                client.drop(new TimeoutException(reason));
            }
        } else if (client.isGone()) {
            failed(new EofException("the client has hung up")); // of the kind that is no one's mistake
        } else if (quiet > nanosWithoutLifeSign) {
            lifeSignDue = true;
            wake();
        }
    }

    @Override
    public String toString() {
        return what + " for " + client;
    }
}
