package dev.hostler.testkit;

/**
 * Tells one listener of a host's changes, on a thread of its own. Many changes that come while it is told are told once.
 * The host's lock guards it, and wakes it.
 */
final class FakeWatch {
    private static final System.Logger LOG = System.getLogger(FakeWatch.class.getName());
    private static final long END_MILLIS = 10_000;

    private final FakeHost host;
    private final Runnable listener;
    private final Thread thread;
    private long told = -1;
    private boolean closed;

    FakeWatch(FakeHost host, Runnable listener) {
        this.host = host;
        this.listener = listener;
        this.thread = new Thread(this::run, "fake-host-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns whether the listener was told of all changes, and has done what it does then. */
    boolean hasTold() {
        synchronized (host) {
            return closed || told == host.changes();
        }
    }

    private void run() {
        try {
            for (long change = next(); !isClosed(); change = next()) {
                tell();
                told(change);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private long next() throws InterruptedException {
        synchronized (host) {
            while (!closed && told == host.changes()) {
                host.wait();
            }
            return host.changes();
        }
    }

    private boolean isClosed() {
        synchronized (host) {
            return closed;
        }
    }

    private void told(long change) {
        synchronized (host) {
            told = change;
            host.notifyAll();
        }
    }

    private void tell() {
        try {
            listener.run();
        } catch (RuntimeException e) {
            // Told and no more: one who listens badly is no reason to tell no longer.
            LOG.log(System.Logger.Level.WARNING, "A listener of a host's changes has failed", e);
        }
    }

    /** Tells no more, once this returns. Idempotent. */
    void close() {
        synchronized (host) {
            closed = true;
            host.notifyAll();
        }
        thread.interrupt();
        try {
            if (Thread.currentThread() != thread) {
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
