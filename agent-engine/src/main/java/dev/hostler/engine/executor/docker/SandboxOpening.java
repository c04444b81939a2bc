package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineTrouble;
import dev.hostler.engine.docker.ImageName;
import dev.hostler.engine.docker.Images;
import dev.hostler.engine.docker.Wanted;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the container of a sandbox, and what runs beside it; the images are there. What it has made when it fails is gone
 * again. Thread-safe.
 *
 * @param engine the engine
 * @param labels whose it is
 * @param limits what it may use when its spec does not say
 * @param containers removes containers
 * @param files passes directories on to the image's user
 * @param sharing decides how the container comes by the directories
 * @param services starts services
 * @param parts removes all of a sandbox
 */
record SandboxOpening(
        EngineConnection engine,
        Labels labels,
        SandboxSpec.Limits limits,
        Containers containers,
        SharedFiles files,
        FileSharing sharing,
        Services services,
        SandboxParts parts) {
    private static final Duration CREATE = Duration.ofSeconds(60);

    /**
     * A sandbox that was opened. Immutable.
     *
     * @param at how to find it again
     * @param memory what its memory is watched by, so that the engine is not asked for that again
     */
    record Opened(DockerRecord at, MemoryCounter.Watched memory) {
        private Opened withServices() {
            return new Opened(at.withServices(), memory);
        }
    }

    /** Opens a sandbox. */
    Opened open(SandboxSpec spec, ImageName image, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        Opened made = spec.services().isEmpty()
                ? contain(spec, image, ContainerPlan.plainNetwork(spec), notices, cancellation)
                : besideServices(spec, image, notices, cancellation);
        String version = engine.session().version();
        notices.line("isolation: docker (image " + image.value() + ", engine " + version + ")");
        return made;
    }

    private Opened besideServices(
            SandboxSpec spec, ImageName image, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        try {
            String network = services.start(spec, notices, cancellation);
            return contain(spec, image, network, notices, cancellation).withServices();
        } catch (RuntimeException | InterruptedException e) {
            undo(() -> parts.remove(spec.id()), e);
            throw e;
        }
    }

    private Opened contain(
            SandboxSpec spec, ImageName image, String network, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        ContainerPlan plan =
                new ContainerPlan(spec, image, network, labels, spec.limits().orElse(limits), sharing.choose(spec));
        try {
            return run(plan, notices, cancellation);
        } catch (DockerException refused) {
            Optional<ContainerFiles> other = sharing.afterRefusal(plan.files(), spec, refused);
            if (other.isEmpty()) {
                throw refused;
            }
            return run(plan.with(other.get()), notices, cancellation);
        }
    }

    private Opened run(ContainerPlan plan, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        String container = create(plan, cancellation);
        Opened made = start(plan, container, notices, cancellation);
        if (plan.files() instanceof OwnDirectories own) {
            notices.line("files are copied and not shared, since " + own.cause()
                    + "; a step that runs when the agent ends is lost");
        }
        return made;
    }

    /** If the engine answers with an error, it has made nothing; if it does not answer, it may have. */
    private String create(ContainerPlan plan, CancellationToken cancellation) throws InterruptedException {
        Wanted.require(cancellation);
        try {
            return engine.finish("create container", CREATE, plan::create);
        } catch (NotFoundException e) {
            throw Images.unavailable(plan.image(), EngineTrouble.message(e), "try again");
        } catch (AgentException lost) {
            undo(() -> containers.removeLeftOver(plan.spec().id()), lost);
            throw lost;
        }
    }

    private Opened start(ContainerPlan plan, String container, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        try {
            Wanted.require(cancellation);
            InspectContainerResponse found = engine.finish("start container", CREATE, client -> {
                client.startContainerCmd(container).exec();
                return client.inspectContainerCmd(container).exec();
            });
            Wanted.require(cancellation);
            if (!plan.files().areCopied()) {
                files.handOver(plan.spec().id(), plan.spec().directories(), found, notices);
            }
            String startedAt = String.valueOf(found.getState().getStartedAt());
            return new Opened(DockerRecord.of(container, startedAt, plan), MemoryCounter.Watched.of(found));
        } catch (RuntimeException | InterruptedException e) {
            undo(() -> containers.remove(container), e);
            if (e instanceof DockerException refused && lacksShell(refused)) {
                throw noShell(plan.image());
            }
            throw e;
        }
    }

    private static void undo(Runnable removal, Exception cause) {
        try {
            removal.run();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static boolean lacksShell(DockerException refused) {
        String message = EngineTrouble.message(refused);
        return message.contains("exec") && message.contains("\"sh\"");
    }

    private static AgentException noShell(ImageName image) {
        return Images.unavailable(image, "it has no program 'sh', which every step needs", "use an image with a shell");
    }
}
