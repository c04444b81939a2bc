package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.EngineView;
import dev.hostler.engine.runtime.container.HostPorts;
import dev.hostler.engine.runtime.container.NamesInUse;
import dev.hostler.engine.runtime.container.PortConflicts;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks for what would make a wish fail at once on this host. Thread-safe. */
final class Preflight {
    /** What is promised is a second; a call to the engine that takes longer goes on to its own end. */
    private static final Duration LIMIT = Duration.ofMillis(900);

    private final Scheduler scheduler;
    private final ContainerList containers;
    private final WorkloadLabels labels;
    private final ManagedVolumes volumes;
    private final EngineView view;
    private final NamesInUse names;

    Preflight(
            Scheduler scheduler,
            ContainerList containers,
            WorkloadLabels labels,
            ManagedVolumes volumes,
            EngineView view,
            NamesInUse names) {
        this.scheduler = scheduler;
        this.containers = containers;
        this.labels = labels;
        this.volumes = volumes;
        this.view = view;
        this.names = names;
    }

    /** Returns a failure for each finding; none also if the engine can't be asked, which is done only if it has to be. */
    List<Failure> look(WorkloadKey workload, ContainerSpec spec) throws InterruptedException {
        return isClear(workload, spec) ? missingPaths(workload, spec) : ask(workload, spec);
    }

    /** Returns whether what is known, and what the host says itself, rules out all that the engine could object to. */
    private boolean isClear(WorkloadKey workload, ContainerSpec spec) {
        return view.known().equals(Optional.of(true))
                && spec.managedVolumes().isEmpty()
                && names.isFree(nameOf(workload, spec), workload)
                && published(spec).allMatch(HostPorts::isSurelyFree);
    }

    private String nameOf(WorkloadKey workload, ContainerSpec spec) {
        return new ContainerNames(labels.agentId()).plain(workload, spec);
    }

    private List<Failure> ask(WorkloadKey workload, ContainerSpec spec) throws InterruptedException {
        CompletableFuture<List<Failure>> findings = new CompletableFuture<>();
        Scheduler.Task task = scheduler.start("containers-preflight", () -> settle(findings, workload, spec));
        try {
            return findings.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            task.cancel();
            throw e;
        }
    }

    private void settle(CompletableFuture<List<Failure>> findings, WorkloadKey workload, ContainerSpec spec) {
        try {
            findings.complete(lookNow(workload, spec));
        } catch (AgentException | InterruptedException engineDoesNotAnswer) {
            findings.complete(List.of());
        } catch (Throwable defect) {
            findings.completeExceptionally(defect);
        }
    }

    private List<Failure> lookNow(WorkloadKey workload, ContainerSpec spec) throws InterruptedException {
        String name = nameOf(workload, spec);
        List<Container> all = containers(spec, name);
        boolean isOurHost = view.isOurs();
        Predicate<Container> own = container -> labels.isOf(workload, ContainerList.labels(container));
        List<Failure> findings = new ArrayList<>();
        if (all.stream().anyMatch(other -> ContainerList.names(other).contains(name) && !own.test(other))) {
            findings.add(NameConflict.of("create container of workload", workload, name));
        }
        findings.addAll(new PortConflicts(workload, all, isOurHost).of(spec.ports(), own));
        if (isOurHost) {
            findings.addAll(missingPaths(workload, spec));
        }
        findings.addAll(volumes.conflicts(workload, spec));
        return findings;
    }

    /** To list all containers takes the engine long when there are hundreds; once it is of use for the next wishes too. */
    private List<Container> containers(ContainerSpec spec, String name) throws InterruptedException {
        return names.wantsList() || published(spec).findAny().isPresent()
                ? names.list(containers::all)
                : containers.named(name);
    }

    private static Stream<PortMapping> published(ContainerSpec spec) {
        return spec.ports().stream().filter(port -> port.hostPort() != 0);
    }

    private static List<Failure> missingPaths(WorkloadKey workload, ContainerSpec spec) {
        List<Failure> findings = new ArrayList<>();
        for (HostMount mount : spec.volumes()) {
            missing(workload, "volumes.hostPath", mount.hostPath(), findings);
        }
        for (String device : spec.access().devices()) {
            missing(workload, "hostAccess.devices", device, findings);
        }
        return findings;
    }

    /** What can't be looked at may be there. */
    private static void missing(WorkloadKey workload, String field, String path, List<Failure> findings) {
        if (Files.notExists(Path.of(path))) {
            findings.add(Refusals.failure(
                    ErrorCode.INVALID_INPUT,
                    "use " + field + " " + path + " for workload",
                    workload,
                    "the host has no such path",
                    "make it first, or correct the path"));
        }
    }
}
