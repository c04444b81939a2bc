package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ServiceSpec.ReadyCheck;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ContainerExec;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.Wanted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Waits until services can be used. Immutable. */
final class ServiceReadiness {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Path PROCESSES = Path.of("/proc");

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final Containers containers;
    private final SandboxNotices notices;

    ServiceReadiness(EngineConnection engine, Scheduler scheduler, Containers containers, SandboxNotices notices) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.containers = containers;
        this.notices = notices;
    }

    /** Waits for one service. If it ends or takes too long, its last lines go to the job's log. */
    void await(RunningService service, CancellationToken cancellation) throws InterruptedException {
        ReadyProbe probe = probe(service);
        Duration limit = service.spec().ready().map(ReadyCheck::limit).orElse(ReadyCheck.USUAL_LIMIT);
        long begin = scheduler.nanoTime();
        Optional<String> missing = probe.missing(requireRunning(service));
        while (missing.isPresent()) {
            if (scheduler.nanoTime() - begin > limit.toNanos()) {
                throw failed(service, "it was not ready within " + seconds(limit) + ": " + missing.get());
            }
            Wanted.pause(scheduler, PAUSE, cancellation);
            missing = probe.missing(requireRunning(service));
        }
    }

    private static String seconds(Duration limit) {
        return limit.toSeconds() > 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private ReadyProbe probe(RunningService service) {
        Optional<ReadyCheck> check = service.spec().ready();
        if (check.isEmpty()) {
            return new HealthProbe();
        }
        ContainerExec inside = new ContainerExec(engine, scheduler, service.container());
        return check.get().port().isPresent()
                ? new PortProbe(check.get().port().getAsInt(), inside, PROCESSES)
                : new ProgramProbe(inside, check.get().command());
    }

    /** Returns what the engine says of a service that runs. */
    InspectContainerResponse requireRunning(RunningService service) throws InterruptedException {
        Optional<InspectContainerResponse> found = containers.find(service.container());
        if (found.isEmpty()) {
            throw failed(service, "its container is gone");
        }
        InspectContainerResponse.ContainerState state = found.get().getState();
        if (!Boolean.TRUE.equals(state.getRunning())) {
            throw failed(service, "it ended with exit code " + state.getExitCodeLong());
        }
        return found.get();
    }

    private RuntimeException failed(RunningService service, String cause) throws InterruptedException {
        String alias = service.spec().alias();
        ServiceOutput.lastLines(engine, service.container())
                .forEach(line -> notices.line("service " + alias + ": " + line));
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "start service",
                        alias,
                        cause,
                        "see its last lines in the job's log, and its image, env, command and ready")
                .toException();
    }
}
