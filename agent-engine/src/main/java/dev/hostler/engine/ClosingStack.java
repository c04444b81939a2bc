package dev.hostler.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be closed, the last opened first. One that fails does not keep the others open. Thread-safe: a second call
 * waits for the first; the lock is held while closing, since nothing else takes it.
 */
final class ClosingStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    @Override
    public synchronized void close() {
        // An interrupt must not keep the rest from an orderly end.
        boolean interrupted = Thread.interrupted();
        while (!opened.isEmpty()) {
            closeOne(opened.pop());
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeOne(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Could not close {}", closeable.getClass().getSimpleName(), e);
        }
    }
}
