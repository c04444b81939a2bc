package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Does the same for several things at one time. Thread-safe. */
final class Together {
    private final Scheduler scheduler;

    Together(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** What is done. */
    @FunctionalInterface
    interface Act<T> {
        /** Does it for one. */
        void run(T one) throws InterruptedException;
    }

    /** Does it for all, and returns when it is done for each; throws what the first that failed has thrown. */
    <T> void each(List<T> all, Act<T> act) throws InterruptedException {
        if (all.size() == 1) {
            act.run(all.get(0));
            return;
        }
        List<CompletableFuture<Boolean>> ends = new ArrayList<>();
        List<Scheduler.Task> tasks = new ArrayList<>();
        for (T one : all) {
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            ends.add(end);
            tasks.add(scheduler.start("compose-act", () -> settle(end, act, one)));
        }
        try {
            await(ends);
        } finally {
            tasks.forEach(Scheduler.Task::cancel);
        }
    }

    private static <T> void settle(CompletableFuture<Boolean> end, Act<T> act, T one) {
        try {
            act.run(one);
            end.complete(true);
        } catch (Throwable failed) {
            end.completeExceptionally(failed);
        }
    }

    private static void await(List<CompletableFuture<Boolean>> ends) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Boolean> end : ends) {
            try {
                end.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause() == null ? e : e.getCause());
            }
        }
        if (!failures.isEmpty()) {
            rethrow(failures.get(0));
        }
    }

    private static void rethrow(Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}
