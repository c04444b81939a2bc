package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes and changes applications: Compose creates what its file says, and starts nothing of it. Thread-safe.
 */
final class Making {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final String CREATE = "create application";
    private static final String CHANGE = "change application";
    private static final List<String> UP = List.of("up", "--no-start", "--no-build", "--remove-orphans");
    private static final Pattern TAKEN =
            Pattern.compile("(?i).*(conflict|already in use|already allocated|already exists).*");
    private static final Pattern WRONG =
            Pattern.compile("(?i).*(invalid|unsupported|does not exist|no such (?!container)).*");

    private final EngineConnection engine;
    private final WorkloadLabels labels;
    private final ContainerList containers;
    private final Applications applications;
    private final ProjectNames names;
    private final Storage storage;
    private final Resolution resolution;
    private final ComposeCall compose;
    private final Ending ending;

    Making(
            EngineConnection engine,
            WorkloadLabels labels,
            ContainerList containers,
            Applications applications,
            ProjectNames names,
            Resolution resolution,
            ComposeCall compose,
            Ending ending) {
        this.engine = engine;
        this.labels = labels;
        this.containers = containers;
        this.applications = applications;
        this.names = names;
        this.storage = new Storage(engine, labels);
        this.resolution = resolution;
        this.compose = compose;
        this.ending = ending;
    }

    /** Makes an application, or returns the one that an interrupted call has made. */
    InstanceHandle create(InstanceName name, ComposeSpec spec) throws InterruptedException {
        WorkloadKey workload = name.workload();
        Optional<Application> same = applications.of(workload).stream()
                .filter(application -> application.instance().name().equals(name))
                .findFirst();
        if (same.isPresent() && !same.get().instance().failed()) {
            return same.get().handle();
        }
        ComposeFile file = ComposeFile.read(spec);
        try {
            String project = same.isPresent() ? same.get().project() : names.choose(name, file, containers::all);
            make(name, spec, project);
            return ProjectHandle.of(workload, project);
        } finally {
            names.release(workload);
        }
    }

    private void make(InstanceName name, ComposeSpec spec, String project) throws InterruptedException {
        Map<String, Object> resolved = resolution.of(name.workload(), spec);
        Map<String, Map<String, String>> before = storage.volumes();
        Map<String, String> volumes = storage.names(name.workload(), project, resolved, before);
        try {
            up(CREATE, name, spec, project, Blueprint.of(resolved, name, labels, volumes));
        } catch (AgentException | InterruptedException failed) {
            undo(ProjectHandle.of(name.workload(), project), before, volumes, failed);
            throw failed;
        }
    }

    /** Takes back what no application has ever had. */
    private void undo(
            InstanceHandle made,
            Map<String, Map<String, String>> before,
            Map<String, String> volumes,
            Exception cause) {
        boolean interrupted = Thread.interrupted();
        try {
            ending.destroy(made);
            ending.removeVolumes(volumes.values().stream()
                    .filter(name -> !before.containsKey(name))
                    .toList());
        } catch (AgentException | DockerException e) {
            // The next call finds what is left by its labels.
            cause.addSuppressed(e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Changes an application in place: what is other than before is made anew and not started, volumes stay. */
    void update(InstanceHandle instance, InstanceName name, ComposeSpec spec) throws InterruptedException {
        String project = ProjectHandle.project(instance);
        Map<String, Object> resolved = resolution.of(name.workload(), spec);
        Map<String, String> volumes = storage.names(name.workload(), project, resolved, storage.volumes());
        up(CHANGE, name, spec, project, Blueprint.of(resolved, name, labels, volumes));
    }

    private void up(String attempt, InstanceName name, ComposeSpec spec, String project, Blueprint blueprint)
            throws InterruptedException {
        ComposeCall.Answer answer = compose.call(attempt, name.workload(), project, blueprint.text(), UP, LIMIT);
        if (!answer.ok()) {
            // Nothing that Compose says is worth more than what the engine itself says of its health.
            engine.check(PING);
            throw refused(
                    attempt, name.workload(), answer.wordsWithout(spec.env().values()));
        }
    }

    private static AgentException refused(String attempt, WorkloadKey workload, String words) {
        Failure failure = Refusals.failure(
                code(words), attempt + " of workload", workload, "Compose says: " + words, "correct what it names");
        return failure.toException();
    }

    /** Only the words tell what is wrong. A container that went away under Compose is not: it comes with the next try. */
    static ErrorCode code(String words) {
        if (TAKEN.matcher(words).matches()) {
            return ErrorCode.CONFLICT;
        }
        return WRONG.matcher(words).matches() ? ErrorCode.INVALID_INPUT : ErrorCode.RUNTIME_UNAVAILABLE;
    }
}
