package dev.hostler.engine.workspace;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own that can be left alone when it is cancelled: a blocked socket hears no interrupt on a
 * platform thread, and nobody should wait for its time-out. Confined to one thread, used once.
 *
 * <p>Implementation note: all that the call tells comes through one queue, so that a caller who has left is never called
 * back. Lines beyond its bound are dropped; two places are kept for the last word and the cancellation.
 */
final class AbandonableCall<T> {
    /** What to do; gets a consumer for lines for people, and can ask whether anybody still waits. */
    interface Body<T> {
        T run(Consumer<String> notices, BooleanSupplier abandoned) throws IOException;
    }

    private sealed interface Message {
        record Notice(String line) implements Message {}

        record Returned<T>(T value) implements Message {}

        record Failed(Throwable thrown) implements Message {}

        record Cancelled() implements Message {}
    }

    private static final int BOUND = 1000;
    private static final int KEPT_PLACES = 2;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>(BOUND);
    private final Scheduler scheduler;
    private final Body<T> body;
    private volatile boolean abandoned;

    AbandonableCall(Scheduler scheduler, Body<T> body) {
        this.scheduler = scheduler;
        this.body = body;
    }

    /** Runs the call to its end, or until it is cancelled and a short grace is over. */
    T await(Consumer<String> notices, CancellationToken cancellation, Supplier<AgentException> cancelled)
            throws InterruptedException {
        if (cancellation.isCancelled()) {
            throw cancelled.get();
        }
        Scheduler.Task task = scheduler.start("hostler-checkout", this::run);
        try (CancellationToken.Registration ignored = cancellation.onCancel(() -> offer(new Message.Cancelled()))) {
            T value = receive(notices);
            if (value != null) {
                return value;
            }
            abandon(task);
            task.join(GRACE);
            throw cancelled.get();
        } catch (InterruptedException e) {
            abandon(task);
            throw e;
        }
    }

    private void run() {
        try {
            offer(new Message.Returned<>(body.run(this::notice, () -> abandoned)));
        } catch (Throwable e) {
            offer(new Message.Failed(e));
        }
    }

    private void notice(String line) {
        if (queue.remainingCapacity() > KEPT_PLACES) {
            offer(new Message.Notice(line));
        }
    }

    private void offer(Message message) {
        boolean taken = queue.offer(message);
        assert taken : "two places are kept";
    }

    /** Returns the call's value, or null if it was cancelled. */
    @SuppressWarnings("unchecked") // only run() makes these, with a T
    private @Nullable T receive(Consumer<String> notices) throws InterruptedException {
        while (true) {
            Message message = queue.take();
            if (message instanceof Message.Notice notice) {
                notices.accept(notice.line());
            } else if (message instanceof Message.Returned<?> returned) {
                return (T) returned.value();
            } else if (message instanceof Message.Failed failed) {
                throw rethrown(failed.thrown());
            } else {
                return null;
            }
        }
    }

    private void abandon(Scheduler.Task task) {
        abandoned = true;
        task.cancel();
    }

    private static RuntimeException rethrown(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException known) {
            return known;
        }
        return Failure.cannot(ErrorCode.INTERNAL, "fetch", "source", String.valueOf(thrown.getMessage()), "report it")
                .toException(thrown);
    }
}
