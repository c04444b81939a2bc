package dev.hostler.engine.job;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.sandbox.StopRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells a running step when it has to end: at its own timeout, with its job, or when the workspace has grown too large. A step that starts after the job was
 * stopped is there to clean up, and gets the job's grace period for that. Confined to the job's thread.
 */
final class StepDeadline implements StopRequest {
    private final Scheduler scheduler;
    private final JobStop stop;
    private final Duration grace;
    private final Optional<Duration> limit;
    private final boolean cleansUp;
    private final WorkspaceWatch workspace;
    private final long start;

    /**
     * Starts the clock.
     *
     * @param timeout how long the step may run
     * @param cleansUp whether it starts after the job was stopped
     * @param workspace ends the step at once when it has grown too large
     * @param alreadyRan how long it has run before the agent took it up
     */
    StepDeadline(
            Scheduler scheduler,
            JobStop stop,
            Duration grace,
            Optional<Duration> timeout,
            boolean cleansUp,
            WorkspaceWatch workspace,
            Duration alreadyRan) {
        this.scheduler = scheduler;
        this.stop = stop;
        this.grace = grace;
        this.cleansUp = cleansUp;
        this.workspace = workspace;
        this.limit = cleansUp ? timeout.filter(own -> own.compareTo(grace) < 0).or(() -> Optional.of(grace)) : timeout;
        this.start = scheduler.nanoTime() - alreadyRan.toNanos();
    }

    @Override
    public Optional<Duration> grace() {
        if (workspace.overrun().isPresent()) {
            return Optional.of(Duration.ZERO);
        }
        boolean due = overdue() || (!cleansUp && stop.isCancelled());
        return due ? Optional.of(cleansUp ? Duration.ZERO : grace) : Optional.empty();
    }

    /** Returns how long the step has run. */
    Duration elapsed() {
        return Duration.ofNanos(scheduler.nanoTime() - start);
    }

    private boolean overdue() {
        return limit.filter(time -> elapsed().compareTo(time) >= 0).isPresent();
    }
}
