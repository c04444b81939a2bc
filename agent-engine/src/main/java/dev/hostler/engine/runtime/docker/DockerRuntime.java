package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.ProgramRuntime;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.Sweepable;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.docker.ContainerRemoval;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineFingerprint;
import dev.hostler.engine.docker.ImageLedger;
import dev.hostler.engine.docker.ImageName;
import dev.hostler.engine.docker.ImageSweep;
import dev.hostler.engine.docker.Images;
import dev.hostler.engine.docker.PrePull;
import dev.hostler.engine.docker.PullListener;
import dev.hostler.engine.docker.PullPolicy;
import dev.hostler.engine.executor.cgroup.GroupTree;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.DetailsCache;
import dev.hostler.engine.runtime.container.EngineView;
import dev.hostler.engine.runtime.container.EngineWatch;
import dev.hostler.engine.runtime.container.NamesInUse;
import dev.hostler.engine.runtime.container.PortTrouble;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.ToldPulls;
import dev.hostler.engine.runtime.container.Turns;
import dev.hostler.engine.runtime.container.UsageReader;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps workloads as containers of a Docker engine. Thread-safe. */
final class DockerRuntime implements WorkloadRuntime, ProgramRuntime, Sweepable {
    private static final Duration LOCAL_SILENCE = Duration.ofDays(1);
    private static final Duration REMOTE_SILENCE = Duration.ofMinutes(10);

    private final EngineConnection engine;
    private final Images images;
    private final ImageSweep sweep;
    private final PrePull prePull;
    private final Refusals refusals;
    private final ManagedVolumes volumes;
    private final ContainerCreation creation;
    private final ContainerActs acts;
    private final Turns turns = new Turns();
    private final Promotion promotion;
    private final Observer observer;
    private final EngineWatch watch;
    private final Preflight preflight;
    private final UsageReader usage;
    private final ContainerLogs logs;
    private final InnerPrograms programs;

    private DockerRuntime(ContainerSettings settings, RuntimeProvider.Context context) {
        Scheduler scheduler = context.scheduler();
        this.engine = new EngineConnection(scheduler, settings.engine().address());
        ImageLedger ledger = ImageLedger.open(context.directory().resolve("images"));
        this.images = Images.of(engine, scheduler, settings.engine(), context.processes(), ledger);
        this.sweep = new ImageSweep(engine, scheduler, ledger, settings.engine().kept());
        this.prePull = PrePull.start(images, settings.engine().prePull(), scheduler);
        this.refusals = new Refusals(engine.trouble());
        WorkloadLabels labels = new WorkloadLabels(context.agentId(), WorkloadLabels.WORKLOAD);
        ContainerList containers = new ContainerList(engine, labels);
        ContainerRemoval removal = new ContainerRemoval(engine, scheduler);
        DetailsCache cache = new DetailsCache();
        this.volumes = new ManagedVolumes(engine, labels, refusals);
        EngineView view = new EngineView(engine, settings.engine().address());
        NamesInUse names = new NamesInUse(labels);
        this.preflight = new Preflight(scheduler, containers, labels, volumes, view, names);
        this.acts = new ContainerActs(engine, removal, refusals, new PortTrouble(containers, view));
        this.creation = new ContainerCreation(engine, settings, labels, containers, volumes, acts, removal, refusals);
        this.promotion = new Promotion(engine, labels, containers, refusals);
        this.observer = new Observer(containers, labels, cache);
        boolean local = settings.engine().address().isLocal();
        this.usage = new UsageReader(scheduler, GroupTree.read(), local);
        this.logs = new ContainerLogs(engine, scheduler, containers, refusals);
        this.watch = new EngineWatch(
                engine, scheduler, labels, cache, Optional.of(names), local ? LOCAL_SILENCE : REMOTE_SILENCE);
        this.programs = new InnerPrograms(engine, scheduler, refusals);
    }

    static DockerRuntime of(RuntimeProvider.Context context) {
        return new DockerRuntime(ContainerSettings.read(context.settings()), context);
    }

    @Override
    public Fingerprint fingerprint() {
        Fingerprint found = EngineFingerprint.of(engine);
        Optional<String> trouble = usage.trouble();
        return found.available() && trouble.isPresent()
                ? Fingerprint.available(found.version(), found.summary() + "; " + trouble.get(), found.capabilities())
                : found;
    }

    @Override
    public List<Instance> observeAll() throws InterruptedException {
        List<Observation> seen = observer.look();
        usage.see(seen.stream().flatMap(one -> one.metered().stream()).toList());
        return seen.stream().map(Observation::instance).toList();
    }

    @Override
    public void watch(Runnable listener) {
        watch.start(listener);
    }

    @Override
    public Change change(WorkloadSpec from, WorkloadSpec to) {
        return new SpecChange(Containers.spec(from), Containers.spec(to)).kind();
    }

    @Override
    public List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) throws InterruptedException {
        return preflight.look(key, Containers.spec(spec));
    }

    @Override
    public void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        ContainerSpec container = Containers.spec(spec);
        ImageName image = new ImageName(container.image());
        PullListener listener = new ToldPulls(notices);
        try {
            if (container.pull().isPresent()) {
                images.require(image, policy(container.pull().get()), listener, cancellation);
            } else {
                images.require(image, listener, cancellation);
            }
        } catch (DockerException e) {
            throw refusals.of("prepare image of workload", key, e, ErrorCode.IMAGE_NOT_FOUND);
        }
    }

    private static PullPolicy policy(ImagePullPolicy wanted) {
        return switch (wanted) {
            case MISSING -> PullPolicy.MISSING;
            case ALWAYS -> PullPolicy.ALWAYS;
            case NEVER -> PullPolicy.NEVER;
        };
    }

    @Override
    public InstanceHandle create(InstanceName name, WorkloadSpec spec) throws InterruptedException {
        return turns.take(() -> creation.create(name, Containers.spec(spec)));
    }

    @Override
    public void start(InstanceHandle instance) throws InterruptedException {
        turns.take(() -> {
            acts.start(instance);
            return instance;
        });
    }

    @Override
    public void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) throws InterruptedException {
        acts.update(instance, Containers.spec(spec));
    }

    @Override
    public void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        acts.stop(instance, grace);
    }

    @Override
    public void promote(InstanceHandle instance, WorkloadSpec spec) throws InterruptedException {
        promotion.promote(instance, Containers.spec(spec));
    }

    @Override
    public void destroy(InstanceHandle instance) {
        acts.destroy(instance);
    }

    @Override
    public void destroyData(WorkloadKey key) throws InterruptedException {
        volumes.removeOf(key);
    }

    @Override
    public Map<InstanceHandle, WorkloadUsage> usage() {
        return usage.read();
    }

    @Override
    public TimedLogStream log(InstanceHandle instance, LogQuery query) throws InterruptedException {
        return logs.open(instance, query);
    }

    @Override
    public int run(InstanceHandle instance, List<String> command, Duration limit) throws InterruptedException {
        return programs.run(instance, command, limit);
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
        watch.close();
        logs.close();
        engine.close();
    }
}
