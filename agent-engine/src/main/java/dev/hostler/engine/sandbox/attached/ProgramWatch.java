package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks now and then how an attached program is. Each question has a thread of its own, since a host that answers slowly
 * must not hold up the step's output. Confined to one thread but for the answers.
 */
final class ProgramWatch implements AutoCloseable {
    private static final Duration USUAL = Duration.ofMillis(500);

    /** Once no output comes any more, the answer is at hand. */
    private static final Duration SOON = Duration.ofMillis(2);

    private final AttachedProcess program;
    private final Scheduler scheduler;
    private final AtomicReference<AttachedProcess.@Nullable State> last = new AtomicReference<>();
    private Scheduler.@Nullable Task question;
    private long askedAt;

    ProgramWatch(AttachedProcess program, Scheduler scheduler) {
        this.program = program;
        this.scheduler = scheduler;
        this.askedAt = scheduler.nanoTime();
    }

    void askIfDue() throws InterruptedException {
        Duration pause = program.isDrained() ? SOON : USUAL;
        long now = scheduler.nanoTime();
        boolean answered = question == null || question.join(Duration.ZERO);
        if (answered && now - askedAt >= pause.toNanos() && code().isEmpty()) {
            askedAt = now;
            question = scheduler.start("program-state", () -> last.set(program.state()));
        }
    }

    /** Returns its exit code, as far as it is known by now. */
    OptionalInt code() {
        return last.get() instanceof AttachedProcess.State.Exited exited
                ? OptionalInt.of(exited.code())
                : OptionalInt.empty();
    }

    boolean isForgotten() {
        return last.get() instanceof AttachedProcess.State.Forgotten;
    }

    Optional<AttachedProcess.State> last() {
        return Optional.ofNullable(last.get());
    }

    @Override
    public void close() {
        program.close();
    }
}
