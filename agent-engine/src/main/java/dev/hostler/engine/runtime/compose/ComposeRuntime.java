package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.ResolvingRuntime;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.Sweepable;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineFingerprint;
import dev.hostler.engine.docker.ImageLedger;
import dev.hostler.engine.docker.ImageSweep;
import dev.hostler.engine.docker.Images;
import dev.hostler.engine.executor.cgroup.GroupTree;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.ContainerSwitch;
import dev.hostler.engine.runtime.container.DetailsCache;
import dev.hostler.engine.runtime.container.EngineView;
import dev.hostler.engine.runtime.container.EngineWatch;
import dev.hostler.engine.runtime.container.PortTrouble;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.container.Turns;
import dev.hostler.engine.runtime.container.UsageReader;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps workloads as Compose applications. Compose itself is called to resolve a file and to create what it says; all else,
 * to look, start, stop and remove, is asked of the engine. Thread-safe.
 */
final class ComposeRuntime implements WorkloadRuntime, ResolvingRuntime, Sweepable {
    private static final Duration LOCAL_SILENCE = Duration.ofDays(1);
    private static final Duration REMOTE_SILENCE = Duration.ofMinutes(10);

    private final EngineConnection engine;
    private final ComposeProgram program;
    private final Resolution resolution;
    private final Pulling pulling;
    private final ImageSweep sweep;
    private final Applications applications;
    private final Making making;
    private final Starter starter;
    private final Ending ending;
    private final Findings findings;
    private final EngineWatch watch;
    private final UsageReader usage;
    private final ApplicationLogs logs;
    private final Turns turns = new Turns();

    private ComposeRuntime(ComposeSettings settings, RuntimeProvider.Context context) {
        Scheduler scheduler = context.scheduler();
        this.engine = new EngineConnection(scheduler, settings.engine().address());
        this.program = new ComposeProgram(context.processes(), scheduler, settings.program());
        ComposeCall compose = new ComposeCall(
                context.processes(), program, settings.engine().address().uri(), settings.directory());
        compose.removeLeftOvers();
        this.resolution = new Resolution(compose);
        Refusals refusals = new Refusals(engine.trouble());
        ImageLedger ledger = ImageLedger.open(context.directory().resolve("images"));
        this.pulling = new Pulling(
                Images.of(engine, scheduler, settings.engine(), context.processes(), ledger), resolution, refusals);
        this.sweep = new ImageSweep(engine, scheduler, ledger, settings.engine().kept());
        WorkloadLabels labels = new WorkloadLabels(context.agentId(), WorkloadLabels.APPLICATION);
        ContainerList containers = new ContainerList(engine, labels);
        DetailsCache cache = new DetailsCache();
        this.applications = new Applications(containers, labels, cache);
        EngineView view = new EngineView(engine, settings.engine().address());
        ContainerSwitch onOff = new ContainerSwitch(engine, refusals, new PortTrouble(containers, view));
        this.starter = new Starter(scheduler, applications, onOff);
        this.ending = new Ending(engine, scheduler, labels, applications, onOff, refusals);
        ProjectNames names = new ProjectNames(labels);
        this.making = new Making(engine, labels, containers, applications, names, resolution, compose, ending);
        this.findings = new Findings(scheduler, containers, names);
        boolean local = settings.engine().address().isLocal();
        this.usage = new UsageReader(scheduler, GroupTree.read(), local);
        this.logs = new ApplicationLogs(engine, scheduler, containers, applications, refusals);
        this.watch = new EngineWatch(
                engine, scheduler, labels, cache, Optional.empty(), local ? LOCAL_SILENCE : REMOTE_SILENCE);
    }

    static ComposeRuntime of(RuntimeProvider.Context context) {
        return new ComposeRuntime(ComposeSettings.read(context.settings(), context.directory()), context);
    }

    @Override
    public Fingerprint fingerprint() {
        Fingerprint docker = EngineFingerprint.of(engine);
        if (!docker.available()) {
            return docker;
        }
        try {
            Optional<ComposeProgram.Found> found = program.find();
            return found.isEmpty()
                    ? Fingerprint.unavailable(program.missing().message())
                    : Fingerprint.available(
                            found.get().version(),
                            "Compose " + found.get().version() + " on " + docker.summary(),
                            Set.of(new Capability("docker"), new Capability("compose")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fingerprint.unavailable("interrupted while asking Compose; ask again");
        }
    }

    @Override
    public AdmissionPolicy.Request resolve(WorkloadKey key, WorkloadSpec spec) throws InterruptedException {
        return Demands.of(key, resolution.of(key, ComposeProvider.spec(spec)));
    }

    @Override
    public List<Instance> observeAll() throws InterruptedException {
        List<Application> seen = applications.look();
        usage.see(seen.stream().flatMap(application -> application.metered()).toList());
        return seen.stream().map(Application::instance).toList();
    }

    @Override
    public void watch(Runnable listener) {
        watch.start(listener);
    }

    @Override
    public Change change(WorkloadSpec from, WorkloadSpec to) {
        return FileChange.between(ComposeProvider.spec(from), ComposeProvider.spec(to));
    }

    @Override
    public List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) throws InterruptedException {
        return findings.look(key, ComposeProvider.spec(spec));
    }

    @Override
    public void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        pulling.pull(key, ComposeProvider.spec(spec), notices, cancellation);
    }

    @Override
    public InstanceHandle create(InstanceName name, WorkloadSpec spec) throws InterruptedException {
        return turns.take(() -> making.create(name, ComposeProvider.spec(spec)));
    }

    @Override
    public void start(InstanceHandle instance) throws InterruptedException {
        starter.start(instance);
    }

    /** Images first: what can't be had changes nothing. What ran before runs again when this is done. */
    @Override
    public void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) throws InterruptedException {
        ComposeSpec wanted = ComposeProvider.spec(spec);
        boolean ran = applications.find(instance).filter(Application::isActive).isPresent();
        pulling.pull(name.workload(), wanted, WorkloadNotices.NONE, CancellationToken.NONE);
        turns.take(() -> {
            making.update(instance, name, wanted);
            return instance;
        });
        if (ran) {
            starter.start(instance);
        }
    }

    @Override
    public void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        ending.stop(instance, grace);
    }

    /** The name of a project can't be changed; it is as good as any, and the volumes have theirs. */
    @Override
    public void promote(InstanceHandle instance, WorkloadSpec spec) {
        ProjectHandle.project(instance);
    }

    @Override
    public void destroy(InstanceHandle instance) throws InterruptedException {
        ending.destroy(instance);
    }

    @Override
    public void destroyData(WorkloadKey key) throws InterruptedException {
        ending.destroyData(key);
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
    public List<Leftover> leftovers() throws IOException, InterruptedException {
        return sweep.leftovers();
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException, InterruptedException {
        return sweep.remove(leftover);
    }

    @Override
    public void close() {
        watch.close();
        logs.close();
        engine.close();
    }
}
