package dev.hostler.launcher.http.v1.event;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.StepResult;
import dev.hostler.launcher.http.v1.wire.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as objects to write. */
final class EventJson {
    private EventJson() {}

    static Map<String, @Nullable Object> of(AgentEvent event) {
        Values values =
                new Values().put("type", event.getClass().getSimpleName()).put("time", event.time());
        return add(values, event).map();
    }

    private static Values add(Values values, AgentEvent event) {
        if (event instanceof AgentEvent.JobChanged changed) {
            return values.put("job", changed.job().id())
                    .put("state", changed.state())
                    .put("conclusion", changed.conclusion());
        }
        if (event instanceof AgentEvent.ImagePulling pulling) {
            return values.put("job", pulling.job().id()).put("pull", pull(pulling.pull()));
        }
        if (event instanceof AgentEvent.StepStarted started) {
            return values.put("job", started.job().id())
                    .put("step", started.step())
                    .put("name", started.name())
                    .put("logOffset", started.logOffset());
        }
        if (event instanceof AgentEvent.StepFinished finished) {
            return add(values.put("job", finished.job().id()).put("step", finished.step()), finished.result());
        }
        if (event instanceof AgentEvent.JobOverdue overdue) {
            return values.put("job", overdue.job().id())
                    .put("afterMs", overdue.after().toMillis())
                    .put("untilMs", overdue.until().toMillis());
        }
        if (event instanceof AgentEvent.WorkloadChanged changed) {
            return values.put("workload", changed.workload().id())
                    .put("phase", changed.phase())
                    .put("message", changed.message());
        }
        if (event instanceof AgentEvent.WorkloadGone gone) {
            return values.put("workload", gone.workload().id());
        }
        if (event instanceof AgentEvent.WorkloadImagePulling pulling) {
            return values.put("workload", pulling.workload().id()).put("pull", pull(pulling.pull()));
        }
        return values;
    }

    private static Values add(Values values, StepResult result) {
        return values.put("name", result.name())
                .put("conclusion", result.conclusion())
                .put("exitCode", result.exitCode())
                .put("durationMs", result.duration().toMillis())
                .put("logOffset", result.logOffset())
                .put("logEnd", result.logEnd());
    }

    private static Values pull(ImagePull pull) {
        return new Values()
                .put("image", pull.image())
                .put("phase", pull.phase())
                .put("bytesDone", pull.bytesDone())
                .put("bytesTotal", pull.bytesTotal());
    }
}
