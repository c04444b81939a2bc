package dev.hostler.engine.job;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobState;
import dev.hostler.api.job.StepResult;
import dev.hostler.engine.event.EventLog;
import java.time.Duration;
import java.util.Optional;

/** Tells of one job, in the order that {@link AgentEvent} promises. Thread-safe. */
final class JobEvents {
    private final EventLog events;
    private final JobKey job;

    JobEvents(EventLog events, JobKey job) {
        this.events = events;
        this.job = job;
    }

    void queued() {
        events.publish(
                (sequence, time) -> new AgentEvent.JobChanged(sequence, time, job, JobState.QUEUED, Optional.empty()));
    }

    void running() {
        events.publish(
                (sequence, time) -> new AgentEvent.JobChanged(sequence, time, job, JobState.RUNNING, Optional.empty()));
    }

    void pulling(ImagePull pull) {
        events.publish((sequence, time) -> new AgentEvent.ImagePulling(sequence, time, job, pull));
    }

    void stepStarted(int step, String name, long logOffset) {
        events.publish((sequence, time) -> new AgentEvent.StepStarted(sequence, time, job, step, name, logOffset));
    }

    void stepFinished(int step, StepResult result) {
        events.publish((sequence, time) -> new AgentEvent.StepFinished(sequence, time, job, step, result));
    }

    void overdue(Duration after, Duration until) {
        events.publish((sequence, time) -> new AgentEvent.JobOverdue(sequence, time, job, after, until));
    }

    void finished(JobResult result) {
        events.publish((sequence, time) ->
                new AgentEvent.JobChanged(sequence, time, job, JobState.FINISHED, Optional.of(result.conclusion())));
    }
}
