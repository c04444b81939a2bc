package dev.hostler.launcher.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns INT, TERM and HUP into an orderly end: the job is cancelled, and the process stays until the command has tidied
 * up and said its last word. Thread-safe.
 *
 * <p>The JVM's own shutdown does it, and gives the exit code that a shell expects (128 + the signal's number).
 */
final class StopSignal implements AutoCloseable {
    /** Steps that always run may still want some time after a cancel. */
    private static final Duration LIMIT = AgentConfigs.GRACE.plusSeconds(50);

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "hostler-stop");
    private final Lines err;

    StopSignal(Invocation invocation) {
        this.err = new Lines(invocation.err());
    }

    /** Listens from now on; until then a signal ends the process at once. Returns what the signal asks for. */
    Cancellation listen() {
        Runtime.getRuntime().addShutdownHook(hook);
        return cancellation;
    }

    /** What the signal does. */
    void stop() {
        cancellation.cancel();
        try {
            if (!ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                err.message("The job did not end in " + LIMIT.toSeconds()
                        + " s; the next 'hostler run' ends it and removes its files");
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
