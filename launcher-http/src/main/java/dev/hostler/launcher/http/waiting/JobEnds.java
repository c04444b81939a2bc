package dev.hostler.launcher.http.waiting;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobState;
import dev.hostler.launcher.http.server.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Waits for the ends of jobs, with one thread for each job however many want to know. Thread-safe. */
public final class JobEnds implements AutoCloseable {
    private final Map<JobKey, CompletableFuture<JobResult>> awaited = new ConcurrentHashMap<>();
    private final Map<JobKey, Crowd> crowds = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Returns the job's result once it is there. Fails with what {@link JobHandle#await()} throws, or on close. */
    public CompletableFuture<JobResult> of(JobHandle job) {
        if (job.job().state() == JobState.FINISHED) {
            CompletableFuture<JobResult> known = new CompletableFuture<>();
            await(job, known);
            return known;
        }
        CompletableFuture<JobResult> end = awaited.computeIfAbsent(job.key(), key -> {
            CompletableFuture<JobResult> coming = new CompletableFuture<>();
            Workers.start("await", () -> {
                await(job, coming);
                awaited.remove(key, coming);
            });
            return coming;
        });
        if (closed) {
            end.completeExceptionally(closing(job.key()));
        }
        return end;
    }

    /**
     * Waits for the job's end, but no longer than that.
     *
     * @return true at its end, false when the time is over. Fails as {@link #of} does
     */
    public CompletableFuture<Boolean> within(JobHandle job, Duration limit) {
        CompletableFuture<Boolean> member =
                new CompletableFuture<Boolean>().completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
        Crowd crowd = crowds.computeIfAbsent(job.key(), key -> new Crowd());
        crowd.join(member);
        if (crowd.begin()) {
            of(job).whenComplete((result, failure) -> {
                crowds.remove(job.key(), crowd);
                crowd.end(failure);
            });
        }
        return member;
    }

    private static void await(JobHandle job, CompletableFuture<JobResult> end) {
        try {
            end.complete(job.await());
        } catch (InterruptedException e) {
            end.completeExceptionally(closing(job.key()));
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    /** Tells everybody who waits that this agent will not say how their jobs end. Idempotent. */
    @Override
    public void close() {
        closed = true;
        awaited.forEach((key, end) -> end.completeExceptionally(closing(key)));
    }

    private static RuntimeException closing(JobKey job) {
        return Failure.cannot(
                        ErrorCode.NOT_ACCEPTING,
                        "await job",
                        job.id().value(),
                        "the agent stops before the job ends",
                        "send the same request again when it is back, and get the result of the same job")
                .toException();
    }
}
