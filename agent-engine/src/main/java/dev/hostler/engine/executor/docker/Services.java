package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineTrouble;
import dev.hostler.engine.docker.ImageName;
import dev.hostler.engine.docker.Images;
import dev.hostler.engine.docker.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts the services of sandboxes, each sandbox's in a network of its own. What it has started when it fails is for the
 * caller to remove. Thread-safe.
 */
final class Services {
    private static final Duration CREATE = Duration.ofSeconds(60);

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final Containers containers;
    private final Networks networks;
    private final Labels labels;
    private final SandboxSpec.Limits limits;

    Services(
            EngineConnection engine,
            Scheduler scheduler,
            Containers containers,
            Networks networks,
            Labels labels,
            SandboxSpec.Limits limits) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.containers = containers;
        this.networks = networks;
        this.labels = labels;
        this.limits = limits;
    }

    /** Starts all services of a sandbox, waits until they are ready, and returns their network. */
    String start(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation) throws InterruptedException {
        long begin = scheduler.nanoTime();
        String network = networks.create(spec.id(), spec.network());
        List<RunningService> started = new ArrayList<>();
        for (ServiceSpec service : spec.services()) {
            Wanted.require(cancellation);
            started.add(start(new ServicePlan(spec, service, network, labels, limits)));
        }
        ServiceReadiness readiness = new ServiceReadiness(engine, scheduler, containers, notices);
        for (RunningService service : started) {
            readiness.await(service, cancellation);
        }
        for (RunningService service : started) {
            readiness.requireRunning(service);
        }
        notices.line(describe(spec, scheduler.nanoTime() - begin));
        return network;
    }

    private RunningService start(ServicePlan plan) {
        ServiceSpec service = plan.service();
        try {
            String container = engine.finish("create service", CREATE, plan::create);
            engine.finish("start service", CREATE, client -> {
                client.startContainerCmd(container).exec();
                return true;
            });
            return new RunningService(service, container);
        } catch (NotFoundException e) {
            throw Images.unavailable(new ImageName(service.image()), EngineTrouble.message(e), "try again");
        } catch (DockerException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "start service",
                            service.alias(),
                            EngineTrouble.message(e),
                            "see its image and command")
                    .toException(e);
        }
    }

    private static String describe(SandboxSpec spec, long nanos) {
        List<String> names = spec.services().stream()
                .map(service -> service.alias() + " (image " + service.image() + ")")
                .toList();
        return String.format(Locale.ROOT, "services ready in %.1f s: %s", nanos / 1e9, String.join(", ", names));
    }
}
