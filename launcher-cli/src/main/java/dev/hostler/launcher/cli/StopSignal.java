package dev.hostler.launcher.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns INT, TERM and HUP into an orderly end: the command is told, and the process stays until it has tidied up and said
 * its last word. Thread-safe.
 *
 * <p>The JVM's own shutdown does it, and gives the exit code that a shell expects (128 + the signal's number).
 */
final class StopSignal implements AutoCloseable {
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "hostler-stop");
    private final Lines err;
    private volatile Duration limit = Duration.ZERO;
    private volatile String tooLate = "";

    StopSignal(Invocation invocation) {
        this.err = new Lines(invocation.err());
    }

    /**
     * Listens from now on; until then a signal ends the process at once.
     *
     * @param patience how long the command may take to end in order
     * @param word what to say if it takes longer
     * @return what the signal asks for
     */
    Cancellation listen(Duration patience, String word) {
        limit = patience;
        tooLate = word;
        Runtime.getRuntime().addShutdownHook(hook);
        return cancellation;
    }

    /** What the signal does. */
    void stop() {
        cancellation.cancel();
        try {
            if (!ended.await(limit.toSeconds(), TimeUnit.SECONDS)) {
                err.message(tooLate);
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
