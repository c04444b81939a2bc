package dev.hostler.launcher.http.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Lines that are there for any number of feeds. Thread-safe. */
final class ManyLines {
    private final StringBuilder text = new StringBuilder();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private boolean over;

    void print(String more) {
        synchronized (text) {
            text.append(more);
        }
        listeners.forEach(Runnable::run);
    }

    void end() {
        synchronized (text) {
            over = true;
        }
        listeners.forEach(Runnable::run);
    }

    String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    /** Returns how many feeds are not closed. */
    int open() {
        return open.get();
    }

    /**
     * Returns a feed of all lines.
     *
     * @param lifeSign its sign of life
     * @param farewell what its farewell starts with; with nothing, it has none
     */
    Feed feed(String lifeSign, String farewell) {
        open.incrementAndGet();
        return new Feed() {
            private Runnable listener = () -> {};
            private int next;
            private boolean closed;

            @Override
            public boolean fill(ByteArrayOutputStream target, int about) {
                synchronized (text) {
                    int end = Math.min(text.length(), next + about);
                    target.writeBytes(text.substring(next, end).getBytes(StandardCharsets.UTF_8));
                    next = end;
                    return over && next == text.length();
                }
            }

            @Override
            public void onMore(Runnable value) {
                listener = value;
                listeners.add(value);
                value.run();
            }

            @Override
            public byte[] lifeSign() {
                return lifeSign.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public byte[] farewell(String reason) {
                return farewell.isEmpty() ? new byte[0] : (farewell + reason).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public void close() {
                listeners.remove(listener);
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }
}
