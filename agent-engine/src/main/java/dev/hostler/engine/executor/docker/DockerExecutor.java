package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Opens sandboxes as containers of a Docker engine. Thread-safe. */
final class DockerExecutor implements JobExecutor {
    private static final Duration CREATE = Duration.ofSeconds(60);
    private static final Duration FINGERPRINT = Duration.ofMillis(4500);
    private static final Duration PULL_PATIENCE = Duration.ofMinutes(2);

    private final DockerSettings settings;
    private final Scheduler scheduler;
    private final EngineConnection engine;
    private final Images images;
    private final Labels labels;
    private final Containers containers;
    private final FileSharing sharing;

    private DockerExecutor(DockerSettings settings, ExecutorContext context) {
        this.settings = settings;
        this.scheduler = context.scheduler();
        this.engine = new EngineConnection(scheduler, settings.address());
        this.images = new Images(engine, scheduler, settings.pull(), PULL_PATIENCE);
        this.labels = new Labels(context.agentId());
        this.containers = new Containers(engine, scheduler, labels);
        this.sharing = new FileSharing(settings, containers, labels);
    }

    static DockerExecutor of(ExecutorContext context) {
        return new DockerExecutor(DockerSettings.read(context.settings()), context);
    }

    @Override
    public Fingerprint fingerprint() {
        try {
            requireUsable();
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

    private void requireUsable() {
        if (!settings.address().isUsable()) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "use Docker engine",
                            settings.address().uri(),
                            "addresses of this kind are not supported",
                            "let DOCKER_HOST name a socket (unix:///var/run/docker.sock) or a TCP port (tcp://HOST:PORT)")
                    .toException();
        }
    }

    @Override
    public Set<SandboxCapability> capabilities() {
        return settings.alwaysCopy() || !settings.address().isLocal()
                ? Set.of(SandboxCapability.ATTACHED_EXEC, SandboxCapability.OWN_PROCESS_TREE)
                : Set.of(
                        SandboxCapability.SHARED_FILES,
                        SandboxCapability.ATTACHED_EXEC,
                        SandboxCapability.OWN_PROCESS_TREE);
    }

    @Override
    public Sandbox open(SandboxSpec spec, Consumer<String> notices, CancellationToken cancellation)
            throws InterruptedException {
        requireUsable();
        ImageName image = new ImageName(spec.image().orElse(settings.defaultImage()));
        try {
            images.require(image, notices, cancellation);
            return open(spec, image, sharing.choose(spec), notices, cancellation);
        } catch (DockerException e) {
            throw engine.trouble().refused("open sandbox " + spec.id(), e);
        }
    }

    private Sandbox open(
            SandboxSpec spec,
            ImageName image,
            ContainerFiles files,
            Consumer<String> notices,
            CancellationToken cancellation)
            throws InterruptedException {
        ContainerPlan plan = new ContainerPlan(spec, image, labels, settings.processes(), files);
        try {
            String container = create(plan, cancellation);
            Sandbox opened = start(plan, container, notices, cancellation);
            if (files instanceof OwnDirectories own) {
                notices.accept("files are copied and not shared, since " + own.cause()
                        + "; a step that runs when the agent ends is lost");
            }
            return opened;
        } catch (DockerException refused) {
            Optional<ContainerFiles> other = sharing.afterRefusal(files, spec, refused);
            if (other.isEmpty()) {
                throw refused;
            }
            return open(spec, image, other.get(), notices, cancellation);
        }
    }

    /** If the engine answers with an error, it has made nothing; if it does not answer, it may have. */
    private String create(ContainerPlan plan, CancellationToken cancellation) throws InterruptedException {
        requireWanted(cancellation);
        try {
            return engine.finish("create container", CREATE, plan::create);
        } catch (NotFoundException e) {
            throw Images.unavailable(plan.image(), EngineTrouble.message(e), "try again");
        } catch (AgentException lost) {
            undo(() -> containers.removeLeftOver(plan.spec().id()), lost);
            throw lost;
        }
    }

    private Sandbox start(
            ContainerPlan plan, String container, Consumer<String> notices, CancellationToken cancellation)
            throws InterruptedException {
        try {
            requireWanted(cancellation);
            InspectContainerResponse found = engine.finish("start container", CREATE, client -> {
                client.startContainerCmd(container).exec();
                return client.inspectContainerCmd(container).exec();
            });
            requireWanted(cancellation);
            String startedAt = String.valueOf(found.getState().getStartedAt());
            boolean copied = plan.files().areCopied();
            SandboxHandle handle = new DockerRecord(DockerRecord.VERSION, container, startedAt, copied)
                    .toHandle(plan.spec().id());
            String version = engine.session().version();
            notices.accept("isolation: docker (image " + plan.image().value() + ", engine " + version + ")");
            return recover(handle);
        } catch (RuntimeException | InterruptedException e) {
            undo(() -> containers.remove(container), e);
            if (e instanceof DockerException refused && lacksShell(refused)) {
                throw noShell(plan.image());
            }
            throw e;
        }
    }

    private static void requireWanted(CancellationToken cancellation) throws InterruptedException {
        if (cancellation.isCancelled() || Thread.interrupted()) {
            throw new InterruptedException("cancelled");
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
        DockerSandbox sandbox = new DockerSandbox(handle, engine, scheduler, containers);
        DockerRecord at = DockerRecord.of(handle);
        return at.copied()
                ? new AttachedDockerSandbox(
                        sandbox,
                        new ContainerPrograms(engine, at.container()),
                        new ContainerArchives(engine, scheduler, at.container()))
                : sandbox;
    }

    @Override
    public List<SandboxHandle> sandboxes() {
        try {
            return containers.mine().stream().map(DockerExecutor::handle).toList();
        } catch (DockerException e) {
            throw engine.trouble().refused("list sandboxes", e);
        }
    }

    /** The list does not tell when a container was started. */
    private static SandboxHandle handle(Container container) {
        String sandbox = container.getLabels().getOrDefault(Labels.SANDBOX, "");
        return new DockerRecord(DockerRecord.VERSION, container.getId(), "", false).toHandle(sandbox);
    }

    @Override
    public void close() {
        engine.close();
    }
}
