package dev.hostler.launcher.http.server;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
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

    private CompletionStage<Answer> answer(Patient patient, Call call) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(answer, patient, call));
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

    private static void complete(CompletableFuture<Answer> answer, Patient patient, Call call) {
        try {
            answer.complete(patient.answer(call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(e);
        } catch (RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
        }
    }
}
