package dev.hostler.launcher.grpc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns INT, TERM and HUP into an orderly end: whoever waits is woken, and the process stays until it has tidied up. The
 * JVM's own shutdown does it, and gives the exit code that a shell expects (128 + the signal's number). Thread-safe.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private StopSignal(Duration patience) {
        this.hook = new Thread(() -> stop(patience), "hostler-stop");
    }

    /** Listens; a signal gives the process so long to end. */
    static StopSignal listen(Duration patience) {
        StopSignal signal = new StopSignal(patience);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Waits for a signal. */
    void await() throws InterruptedException {
        asked.await();
    }

    private void stop(Duration patience) {
        asked.countDown();
        try {
            if (!ended.await(patience.toSeconds(), TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells that nothing is left to do; the process may go. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the signal has come: the hook runs
        }
    }
}
