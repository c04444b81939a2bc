package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Opens sandboxes as containers of the local Docker engine. Thread-safe. */
final class DockerExecutor implements JobExecutor {
    private static final Duration CREATE = Duration.ofSeconds(60);
    private static final Duration FINGERPRINT = Duration.ofMillis(4500);

    private final DockerSettings settings;
    private final Scheduler scheduler;
    private final EngineConnection engine;
    private final Images images;
    private final Images unchosenImages;
    private final Labels labels;
    private final Containers containers;
    private final SandboxParts parts;
    private final Services services;
    private final PrePull prePull;

    private DockerExecutor(DockerSettings settings, ExecutorContext context) {
        this.settings = settings;
        this.scheduler = context.scheduler();
        this.engine = new EngineConnection(scheduler, settings.address());
        this.labels = new Labels(context.agentId());
        this.containers = new Containers(engine, scheduler, labels);
        Networks networks = new Networks(engine, labels);
        this.parts = new SandboxParts(containers, networks);
        this.services = new Services(engine, scheduler, containers, networks, labels, settings.processes());
        RegistryLogins logins = new RegistryLogins(settings.logins(), context.processes(), System.getenv());
        this.images = new Images(engine, scheduler, settings.pull(), logins);
        this.unchosenImages = new Images(engine, scheduler, settings.pull().once(), logins);
        this.prePull = PrePull.start(images, settings.prePull(), scheduler);
    }

    static DockerExecutor of(ExecutorContext context) {
        return new DockerExecutor(DockerSettings.read(context.settings()), context);
    }

    @Override
    public Fingerprint fingerprint() {
        try {
            requireLocal();
            EngineSession session = engine.check(FINGERPRINT);
            return Fingerprint.available(
                    session.version(),
                    "Docker engine " + session.version() + " (API " + session.api() + ")",
                    Set.of(new Capability("docker")));
        } catch (AgentException | DockerException e) {
            return Fingerprint.unavailable(EngineTrouble.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fingerprint.unavailable("interrupted while asking the Docker engine; ask again");
        }
    }

    private void requireLocal() {
        if (!settings.address().isLocal()) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "use Docker engine",
                            settings.address().uri(),
                            "it may be on another machine, which can't mount this one's directories",
                            "let DOCKER_HOST name a local socket (unix:///var/run/docker.sock)")
                    .toException();
        }
    }

    @Override
    public Set<SandboxCapability> capabilities() {
        return Set.of(SandboxCapability.SHARED_FILES, SandboxCapability.OWN_PROCESS_TREE, SandboxCapability.SERVICES);
    }

    @Override
    public Sandbox open(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        requireLocal();
        ImageName image = new ImageName(spec.image().orElse(settings.defaultImage()));
        try {
            imagesFor(spec).require(image, notices, cancellation);
            for (ServiceSpec service : spec.services()) {
                images.require(new ImageName(service.image()), notices, cancellation);
            }
            return spec.services().isEmpty()
                    ? openAlone(spec, image, notices, cancellation)
                    : openBesideServices(spec, image, notices, cancellation);
        } catch (DockerException e) {
            throw engine.trouble().refused("open sandbox " + spec.id(), e);
        }
    }

    /** Where nobody has chosen an image, the job can perhaps run without one: that is no reason to wait. */
    private Images imagesFor(SandboxSpec spec) {
        boolean unchosen = spec.image().isEmpty() && spec.services().isEmpty() && settings.hasUsualImage();
        return unchosen ? unchosenImages : images;
    }

    private Sandbox openAlone(SandboxSpec spec, ImageName image, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        String container = create(spec, image, ContainerPlan.plainNetwork(spec), cancellation);
        DockerRecord made = start(image, container, cancellation);
        return opened(spec, image, made, notices);
    }

    private Sandbox openBesideServices(
            SandboxSpec spec, ImageName image, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        try {
            String network = services.start(spec, notices, cancellation);
            String container = create(spec, image, network, cancellation);
            DockerRecord made = start(image, container, cancellation);
            return opened(spec, image, made.withServices(), notices);
        } catch (RuntimeException | InterruptedException e) {
            undo(() -> parts.remove(spec.id()), e);
            throw e;
        }
    }

    private Sandbox opened(SandboxSpec spec, ImageName image, DockerRecord made, SandboxNotices notices)
            throws InterruptedException {
        String version = engine.session().version();
        notices.line("isolation: docker (image " + image.value() + ", engine " + version + ")");
        return new DockerSandbox(made.toHandle(spec.id()), engine, scheduler, containers, parts);
    }

    /** If the engine answers with an error, it has made nothing; if it does not answer, it may have. */
    private String create(SandboxSpec spec, ImageName image, String network, CancellationToken cancellation)
            throws InterruptedException {
        Wanted.require(cancellation);
        ContainerPlan plan = new ContainerPlan(spec, image, network, labels, settings.processes());
        try {
            return engine.finish("create container", CREATE, plan::create);
        } catch (NotFoundException e) {
            throw Images.unavailable(image, EngineTrouble.message(e), "try again");
        } catch (AgentException lost) {
            undo(() -> containers.removeLeftOver(spec.id()), lost);
            throw lost;
        }
    }

    private DockerRecord start(ImageName image, String container, CancellationToken cancellation)
            throws InterruptedException {
        try {
            Wanted.require(cancellation);
            InspectContainerResponse found = engine.finish("start container", CREATE, client -> {
                client.startContainerCmd(container).exec();
                return client.inspectContainerCmd(container).exec();
            });
            Wanted.require(cancellation);
            return DockerRecord.of(container, String.valueOf(found.getState().getStartedAt()));
        } catch (RuntimeException | InterruptedException e) {
            undo(() -> containers.remove(container), e);
            if (e instanceof DockerException refused && lacksShell(refused)) {
                throw noShell(image);
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

    @Override
    public Sandbox recover(SandboxHandle handle) {
        return new DockerSandbox(handle, engine, scheduler, containers, parts);
    }

    @Override
    public List<SandboxHandle> sandboxes() {
        try {
            return parts.sandboxes();
        } catch (DockerException e) {
            throw engine.trouble().refused("list sandboxes", e);
        }
    }

    @Override
    public void close() {
        prePull.close();
        engine.close();
    }
}
