package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.runtime.container.ContainerSwitch;
import dev.hostler.engine.runtime.container.Refusals;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Starts the containers of an application, each once those are there that it needs; what needs nothing of each other starts
 * at one time. It asks the engine alone, so that an application comes back where there is no Compose. Thread-safe.
 */
final class Starter {
    private static final String ATTEMPT = "start application of workload";
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** As long as a health check may take to begin with; after that somebody should look. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Scheduler scheduler;
    private final Applications applications;
    private final ContainerSwitch onOff;
    private final Together together;

    Starter(Scheduler scheduler, Applications applications, ContainerSwitch onOff) {
        this.scheduler = scheduler;
        this.applications = applications;
        this.onOff = onOff;
        this.together = new Together(scheduler);
    }

    /** Starts what does not run. Where some of it runs, what has ended well stays ended. */
    void start(InstanceHandle instance) throws InterruptedException {
        Application application = find(instance);
        boolean anew = application.parts().stream().noneMatch(Starter::isActive);
        Set<String> waiting = new HashSet<>();
        for (Part part : application.parts()) {
            boolean ended = part.state() == Part.State.COMPLETED && !anew;
            if (!isActive(part) && !ended) {
                waiting.add(part.id());
            }
        }
        long begun = scheduler.nanoTime();
        while (!waiting.isEmpty()) {
            List<Part> ready = ready(instance, application, waiting);
            together.each(ready, part -> onOff.start(instance.workload(), part.id()));
            ready.forEach(part -> waiting.remove(part.id()));
            if (ready.isEmpty()) {
                requirePatience(instance, begun, application, waiting);
                scheduler.sleep(PAUSE);
            }
            application = waiting.isEmpty() ? application : find(instance);
        }
    }

    private static boolean isActive(Part part) {
        return part.state() == Part.State.RUNNING || part.state() == Part.State.RESTARTING;
    }

    private Application find(InstanceHandle instance) throws InterruptedException {
        return applications
                .find(instance)
                .orElseThrow(() -> Refusals.failure(
                                ErrorCode.NOT_FOUND,
                                ATTEMPT,
                                instance.workload(),
                                "none of its containers is there",
                                "see whether somebody has removed them")
                        .toException());
    }

    private static List<Part> ready(InstanceHandle instance, Application application, Set<String> waiting) {
        return application.parts().stream()
                .filter(part -> waiting.contains(part.id()))
                .filter(part -> part.labels().needs().entrySet().stream()
                        .allMatch(need -> isMet(instance, application, waiting, part, need)))
                .toList();
    }

    /** What one needs of a service holds for all of its containers. */
    private static boolean isMet(
            InstanceHandle instance,
            Application application,
            Set<String> waiting,
            Part part,
            Map.Entry<String, ServiceLabels.Need> need) {
        return application.parts().stream()
                .filter(other -> other.labels().service().equals(need.getKey()) && other != part)
                .allMatch(other -> !waiting.contains(other.id()) && isMet(instance, part, other, need.getValue()));
    }

    private static boolean isMet(InstanceHandle instance, Part part, Part other, ServiceLabels.Need need) {
        return switch (need) {
            case STARTED -> true;
            case HEALTHY -> {
                requireNoEnd(instance, part, other);
                yield other.health().filter(Instance.Health.HEALTHY::equals).isPresent()
                        || other.state() == Part.State.RUNNING && other.health().isEmpty();
            }
            case COMPLETED -> {
                requireNoEnd(instance, part, other);
                yield other.state() == Part.State.COMPLETED;
            }
        };
    }

    private static void requireNoEnd(InstanceHandle instance, Part part, Part other) {
        if (other.state() == Part.State.FAILED) {
            throw Refusals.failure(
                            ErrorCode.EXITED,
                            ATTEMPT,
                            instance.workload(),
                            "service " + other.labels().service() + ", which "
                                    + part.labels().service() + " needs, " + other.words(),
                            "look at its log")
                    .toException();
        }
    }

    private void requirePatience(InstanceHandle instance, long begun, Application application, Set<String> waiting) {
        if (scheduler.nanoTime() - begun < LONGEST_WAIT.toNanos()) {
            return;
        }
        String services = String.join(
                ", ",
                application.parts().stream()
                        .filter(part -> waiting.contains(part.id()))
                        .map(part -> part.labels().service())
                        .toList());
        throw Refusals.failure(
                        ErrorCode.UNHEALTHY,
                        ATTEMPT,
                        instance.workload(),
                        "what " + services + " needs was not well within " + LONGEST_WAIT.toMinutes() + " min",
                        "look at the log and the health checks of what it depends on")
                .toException();
    }
}
