package dev.hostler.engine.job;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits a while for room on a full disk, as long as nobody wants the end of the job or of the agent. Confined to the job's
 * thread.
 *
 * @param scheduler measures the wait
 * @param stop whether the job is to end
 */
record RoomWait(Scheduler scheduler, JobStop stop) implements BooleanSupplier {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Returns whether to try again. */
    @Override
    public boolean getAsBoolean() {
        if (stop.isCancelled()) {
            return false;
        }
        try {
            scheduler.sleep(PAUSE);
            return true;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
