package dev.hostler.launcher.http.v1.event;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.identity.Owner;
import java.util.Optional;

/** Whose an event is. */
final class EventOwner {
    private EventOwner() {}

    /** Empty if it is everybody's. */
    static Optional<Owner> of(AgentEvent event) {
        if (event instanceof AgentEvent.JobChanged changed) {
            return Optional.of(changed.job().owner());
        }
        if (event instanceof AgentEvent.ImagePulling pulling) {
            return Optional.of(pulling.job().owner());
        }
        if (event instanceof AgentEvent.StepStarted started) {
            return Optional.of(started.job().owner());
        }
        if (event instanceof AgentEvent.StepFinished finished) {
            return Optional.of(finished.job().owner());
        }
        if (event instanceof AgentEvent.JobOverdue overdue) {
            return Optional.of(overdue.job().owner());
        }
        if (event instanceof AgentEvent.WorkloadChanged changed) {
            return Optional.of(changed.workload().owner());
        }
        if (event instanceof AgentEvent.WorkloadGone gone) {
            return Optional.of(gone.workload().owner());
        }
        if (event instanceof AgentEvent.WorkloadImagePulling pulling) {
            return Optional.of(pulling.workload().owner());
        }
        return Optional.empty();
    }
}
