package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.Sweepable;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineFingerprint;
import dev.hostler.engine.docker.ImageLedger;
import dev.hostler.engine.docker.ImageName;
import dev.hostler.engine.docker.ImageSweep;
import dev.hostler.engine.docker.Images;
import dev.hostler.engine.docker.PrePull;
import dev.hostler.engine.docker.PullListener;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens sandboxes as containers of a Docker engine. Thread-safe. */
final class DockerExecutor implements JobExecutor, Sweepable {
    private final DockerSettings settings;
    private final Scheduler scheduler;
    private final EngineConnection engine;
    private final Images images;
    private final ImageSweep sweep;
    private final Images unchosenImages;
    private final Containers containers;
    private final SharedFiles files;
    private final SandboxParts parts;
    private final SandboxOpening opening;
    private final PrePull prePull;
    private final AskAhead askAhead;

    private DockerExecutor(DockerSettings settings, ExecutorContext context) {
        this.settings = settings;
        this.scheduler = context.scheduler();
        this.engine = new EngineConnection(scheduler, settings.engine().address());
        ImageLedger ledger = settings.ledger().map(ImageLedger::open).orElseGet(ImageLedger::inMemory);
        this.images = Images.of(engine, scheduler, settings.engine(), context.processes(), ledger);
        this.sweep = new ImageSweep(engine, scheduler, ledger, settings.engine().kept());
        this.unchosenImages = images.once();
        Labels labels = new Labels(context.agentId());
        this.containers = new Containers(engine, scheduler, labels);
        this.files = new SharedFiles(engine, scheduler, context.processes(), containers, UserIds.current());
        Networks networks = new Networks(engine, labels);
        this.parts = new SandboxParts(containers, networks);
        this.opening = new SandboxOpening(
                engine,
                labels,
                settings.limits(),
                containers,
                files,
                new FileSharing(settings, containers, labels),
                new Services(engine, scheduler, containers, networks, labels, settings.limits()),
                parts);
        this.prePull = PrePull.start(images, settings.engine().prePull(), scheduler);
        this.askAhead = AskAhead.start(images, settings.askAhead(), scheduler);
    }

    static DockerExecutor of(ExecutorContext context) {
        return new DockerExecutor(DockerSettings.read(context.settings()), context);
    }

    @Override
    public Fingerprint fingerprint() {
        return EngineFingerprint.of(engine);
    }

    @Override
    public Set<SandboxCapability> capabilities() {
        Set<SandboxCapability> all = EnumSet.of(
                SandboxCapability.SHARED_FILES,
                SandboxCapability.ATTACHED_EXEC,
                SandboxCapability.OWN_PROCESS_TREE,
                SandboxCapability.SERVICES);
        if (settings.alwaysCopy() || !settings.engine().address().isLocal()) {
            all.remove(SandboxCapability.SHARED_FILES);
        }
        return all;
    }

    @Override
    public Sandbox open(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        settings.engine().address().requireUsable();
        ImageName image = new ImageName(spec.image().orElse(settings.defaultImage()));
        try {
            PullListener pulls = new PullNotices(notices);
            imagesFor(spec).require(image, pulls, cancellation);
            for (ServiceSpec service : spec.services()) {
                images.require(new ImageName(service.image()), pulls, cancellation);
            }
            SandboxOpening.Opened opened = opening.open(spec, image, notices, cancellation);
            return sandbox(opened.at().toHandle(spec.id()), Optional.of(opened.memory()));
        } catch (DockerException e) {
            throw engine.trouble().refused("open sandbox " + spec.id(), e);
        }
    }

    /** A container without shared files has its supervisor only once its job has come. */
    @Override
    public Optional<String> likeness(SandboxSpec spec) {
        if (!capabilities().contains(SandboxCapability.SHARED_FILES)
                || !spec.services().isEmpty()) {
            return Optional.empty();
        }
        try {
            return images.settledId(new ImageName(spec.image().orElse(settings.defaultImage())));
        } catch (DockerException e) {
            throw engine.trouble().refused("look at the image of sandbox " + spec.id(), e);
        }
    }

    /** Where nobody has chosen an image, the job can perhaps run without one: that is no reason to wait. */
    private Images imagesFor(SandboxSpec spec) {
        boolean unchosen = spec.image().isEmpty() && spec.services().isEmpty() && settings.hasUsualImage();
        return unchosen ? unchosenImages : images;
    }

    @Override
    public Sandbox recover(SandboxHandle handle) {
        return sandbox(handle, Optional.empty());
    }

    private Sandbox sandbox(SandboxHandle handle, Optional<MemoryCounter.Watched> known) {
        DockerSandbox sandbox = new DockerSandbox(handle, engine, scheduler, containers, files, parts, known);
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
            return parts.sandboxes();
        } catch (DockerException e) {
            throw engine.trouble().refused("list sandboxes", e);
        }
    }

    @Override
    public List<Leftover> leftovers() throws IOException, InterruptedException {
        return sweep.leftovers();
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException, InterruptedException {
        return sweep.remove(leftover);
    }

    @Override
    public void close() {
        prePull.close();
        askAhead.close();
        engine.close();
    }
}
