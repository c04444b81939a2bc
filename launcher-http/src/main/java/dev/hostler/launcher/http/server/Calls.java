package dev.hostler.launcher.http.server;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Answers that may wait for the store or for a runtime. They are made on threads apart from the server's, a few at a time, so
 * that a runtime that hangs keeps nobody from asking after the agent's health. Thread-safe.
 */
public final class Calls {
    private static final int AT_ONE_TIME = 16;

    private final ExecutorService threads = Workers.pool("call", AT_ONE_TIME);

    /** Answers a request, and may wait. */
    @FunctionalInterface
    public interface Patient {
        /**
         * Answers one request.
         *
         * @throws dev.hostler.api.error.AgentException if it can't be served
         */
        Answer answer(Call call) throws InterruptedException;
    }

    /** Makes an endpoint of what may wait. */
    public Endpoint endpoint(Patient patient) {
        return call -> answer(patient, call);
    }

    /** Makes an endpoint of what may wait for a moment, and answers later without holding a thread. */
    public Endpoint eventually(Endpoint endpoint) {
        return call -> on(() -> endpoint.answer(call), call).thenCompose(answer -> answer);
    }

    private CompletionStage<Answer> answer(Patient patient, Call call) {
        return on(() -> patient.answer(call), call);
    }

    private <T> CompletionStage<T> on(Callable<T> work, Call call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(answer, work));
        } catch (RejectedExecutionException full) {
            throw Failure.cannot(
                            ErrorCode.NO_CAPACITY,
                            "answer request",
                            call.toString(),
                            "too many wait for an answer",
                            "ask again later")
                    .toException(full);
        }
        return answer;
    }

    private static <T> void complete(CompletableFuture<T> answer, Callable<T> work) {
        try {
            answer.complete(work.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(e);
        } catch (Exception | Error failed) {
            answer.completeExceptionally(failed);
        }
    }
}
