package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.ContainerList;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks for what would make a wish fail at once on this host. Thread-safe. */
final class Findings {
    /** What is promised is a second; a call to the engine that takes longer goes on to its own end. */
    private static final Duration LIMIT = Duration.ofMillis(900);

    private final Scheduler scheduler;
    private final ContainerList containers;
    private final ProjectNames names;

    Findings(Scheduler scheduler, ContainerList containers, ProjectNames names) {
        this.scheduler = scheduler;
        this.containers = containers;
        this.names = names;
    }

    /** Returns a failure for each finding; none also if the engine can't be asked. */
    List<Failure> look(WorkloadKey workload, ComposeSpec spec) throws InterruptedException {
        ComposeFile file = ComposeFile.read(spec);
        return names.conflict(workload, file, all()).map(List::of).orElse(List.of());
    }

    private List<Container> all() throws InterruptedException {
        CompletableFuture<List<Container>> answer = new CompletableFuture<>();
        Scheduler.Task task = scheduler.start("compose-preflight", () -> settle(answer));
        try {
            return answer.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            task.cancel();
            throw e;
        }
    }

    private void settle(CompletableFuture<List<Container>> answer) {
        try {
            answer.complete(containers.all());
        } catch (AgentException | InterruptedException engineDoesNotAnswer) {
            answer.complete(List.of());
        } catch (Throwable defect) {
            answer.completeExceptionally(defect);
        }
    }
}
