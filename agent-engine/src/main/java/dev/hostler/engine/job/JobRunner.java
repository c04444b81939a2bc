package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobResult;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.state.Rerun;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one job on its slot: attempt, result, stored, told, cleaned up, in this order. Confined to the job's
 * thread.
 */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration STORE_AGAIN = Duration.ofSeconds(1);

    private final JobRooms rooms;
    private final LiveJob job;
    private final JobEvents events;

    JobRunner(JobRooms rooms, LiveJob job) {
        this.rooms = rooms;
        this.job = job;
        this.events = new JobEvents(rooms.events(), job.key());
    }

    /** Runs the job to its result; if the thread is interrupted, lets go of it where it is. */
    void run() {
        reached(FaultPoint.SLOT_TAKEN);
        job.logs().whenFull(new RoomWait(rooms.scheduler(), job.stop()));
        if (!job.stop().isCancelled() || job.handOver().isPresent()) {
            job.running();
            events.running();
        }
        JobAttempt attempt = new JobAttempt(rooms, job, events);
        new JobMetrics(rooms.metrics())
                .started(job.queuedAt(), rooms.scheduler().now());
        try {
            Verdict verdict = verdictOf(attempt);
            Optional<String> again = Reruns.cause(job, verdict);
            if (again.isPresent() && attempt.suspendLog()) {
                queueAgain(attempt, again.get());
            } else {
                conclude(attempt, attempt.closeLog(verdict));
            }
        } catch (InterruptedException closing) {
            attempt.letGo();
            Thread.currentThread().interrupt();
        } catch (RuntimeException unstored) {
            LOG.error("Job {} has ended, but that could not be stored", job.key(), unstored);
            attempt.letGo();
            job.fail(unstored);
        }
    }

    /** Every outcome is a verdict, save that the agent closes. An error of the JVM is one too: nobody else would tell. */
    private Verdict verdictOf(JobAttempt attempt) throws InterruptedException {
        try {
            return attempt.run();
        } catch (AgentException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            return stopped(attempt).orElseGet(() -> Verdict.failed(e.failure()));
        } catch (InterruptedException e) {
            Optional<Verdict> stopped = stopped(attempt);
            if (stopped.isEmpty()) {
                throw e;
            }
            return stopped.get();
        } catch (RuntimeException | Error defect) {
            LOG.error("Job {} met a defect", job.key(), defect);
            return Verdict.failed(Failure.cannot(
                    ErrorCode.INTERNAL,
                    "run job",
                    job.key().id().value(),
                    defect.toString(),
                    "report it with the agent's log"));
        }
    }

    private Optional<Verdict> stopped(JobAttempt attempt) {
        return job.stop().reason().map(reason -> Verdict.stopped(job.key(), reason, attempt.timeout()));
    }

    /** Once the job is queued again, nobody knows its first sandbox any more: so that is ended before. */
    private void queueAgain(JobAttempt attempt, String cause) {
        afterwards("end the lost sandbox of", attempt::endSandbox);
        Rerun rerun = Reruns.next(job, cause);
        rooms.store().queueAgain(job.key(), rerun);
        LOG.warn("Job {} is run again, for the {}. time: {}", job.key(), rerun.times(), cause);
        job.queuedAgain(rerun);
        events.queued();
        afterwards("clean up after", attempt::cleanUp);
    }

    private void conclude(JobAttempt attempt, Verdict verdict) throws InterruptedException {
        JobResult result = attempt.report().conclude(verdict, rooms.scheduler().now());
        store(result);
        // The result stands from here on, whatever happens to the rest.
        afterwards("complete the log of", () -> job.logs().complete());
        reached(FaultPoint.LOG_COMPLETED);
        events.finished(result);
        new JobMetrics(rooms.metrics()).finished(result);
        afterwards("clean up after", attempt::cleanUp);
        job.finish(result);
    }

    /** On a full disk there may be room again; until then the result is kept here, and nothing is destroyed. */
    private void store(JobResult result) throws InterruptedException {
        for (boolean told = false; ; told = true) {
            try {
                rooms.store().finish(job.key(), result);
                return;
            } catch (AgentException unstored) {
                if (unstored.code() != ErrorCode.STATE_UNAVAILABLE
                        || !rooms.store().isUsable()) {
                    throw unstored;
                }
                if (!told) {
                    LOG.error(
                            "The result of job {} is stored as soon as it can be: {}",
                            job.key(),
                            unstored.getMessage());
                }
                rooms.scheduler().sleep(STORE_AGAIN);
            }
        }
    }

    private void reached(FaultPoint point) {
        rooms.faults().reached(point, job.key());
    }

    private void afterwards(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("Could not {} job {}", what, job.key(), e);
        }
    }
}
