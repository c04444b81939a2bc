package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks now and then whether the sandbox still stands, since a killed supervisor writes nothing. Confined to one thread.
 *
 * <p>Each question has a thread of its own: a host that answers slowly must not hold up the step's output. A host that
 * can't be asked says nothing about the sandbox.
 */
public final class SandboxWatch {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LAST = Duration.ofSeconds(1);

    private final Sandbox sandbox;
    private final Scheduler scheduler;
    private final AtomicReference<SandboxState.@Nullable Ended> end = new AtomicReference<>();
    private volatile Optional<String> silence = Optional.empty();
    private Scheduler.@Nullable Task question;
    private Duration pause = FIRST;
    private long askedAt;

    /** Creates a watch that has not asked yet. */
    public SandboxWatch(Sandbox sandbox, Scheduler scheduler) {
        this.sandbox = sandbox;
        this.scheduler = scheduler;
        this.askedAt = scheduler.nanoTime();
    }

    /** Returns the sandbox's end as far as it is known by now. */
    public Optional<SandboxState.Ended> ended() {
        return Optional.ofNullable(end.get());
    }

    /** Asks again if it is time; says whether it was. */
    public boolean askIfDue() throws InterruptedException {
        long now = scheduler.nanoTime();
        if (now - askedAt < pause.toNanos() || (question != null && !question.join(Duration.ZERO))) {
            return false;
        }
        askedAt = now;
        pause = pause.multipliedBy(3).dividedBy(2);
        pause = pause.compareTo(LAST) < 0 ? pause : LAST;
        question = scheduler.start("sandbox-state", this::ask);
        return true;
    }

    /** Returns why the host could not be asked the last time before the sandbox's end was known, if it could not. */
    Optional<String> silence() {
        return silence;
    }

    private void ask() {
        SandboxState state = sandbox.state();
        if (state instanceof SandboxState.Ended ended) {
            end.set(ended);
        } else if (state instanceof SandboxState.Unknown unknown) {
            silence = Optional.of(unknown.cause());
        } else {
            // It stands: whatever was the matter is over.
            silence = Optional.empty();
        }
    }
}
