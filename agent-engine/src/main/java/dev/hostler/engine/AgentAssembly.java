package dev.hostler.engine;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.node.NodeInfo;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CacheStore;
import dev.hostler.api.spi.EventSink;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.MetricSink;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.engine.admission.HostPolicy;
import dev.hostler.engine.admission.JobAdmission;
import dev.hostler.engine.admission.MemoryWatch;
import dev.hostler.engine.admission.Policies;
import dev.hostler.engine.admission.SpaceGuard;
import dev.hostler.engine.admission.WorkloadAdmission;
import dev.hostler.engine.artifact.ArtifactCollector;
import dev.hostler.engine.artifact.ArtifactLimits;
import dev.hostler.engine.cache.DirectoryCacheStore;
import dev.hostler.engine.cache.JobCaches;
import dev.hostler.engine.event.EventLog;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.janitor.Janitor;
import dev.hostler.engine.job.JobRooms;
import dev.hostler.engine.job.Jobs;
import dev.hostler.engine.job.Placement;
import dev.hostler.engine.job.SitePlanner;
import dev.hostler.engine.job.WarmSites;
import dev.hostler.engine.log.JobLogs;
import dev.hostler.engine.log.LogLimits;
import dev.hostler.engine.log.LogSinks;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.engine.node.Fingerprints;
import dev.hostler.engine.node.Node;
import dev.hostler.engine.pipeline.PipelineReaders;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.registry.ProviderRegistry;
import dev.hostler.engine.registry.Providers;
import dev.hostler.engine.sandbox.MemoryRoot;
import dev.hostler.engine.sandbox.OutputBounds;
import dev.hostler.engine.state.DataDirectory;
import dev.hostler.engine.state.KeySource;
import dev.hostler.engine.state.SqliteStateStore;
import dev.hostler.engine.state.WorkloadStore;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.engine.warm.WarmSettings;
import dev.hostler.engine.workload.Workloads;
import dev.hostler.engine.workspace.SourceFetcher;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an agent is put together; reads from top to bottom in the order of the start. */
final class AgentAssembly {
    /** How many events a reader may fall behind. */
    private static final int EVENTS_KEPT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AgentAssembly.class);
    private static final String LANGUAGES = "languages";
    private static final String ARTIFACTS = "artifacts";
    private static final String LOGS = "logs";

    /** Rooms of the engine that take settings like a provider. */
    static final Set<String> BUILT_IN =
            Set.of(LANGUAGES, ARTIFACTS, LOGS, HostPolicy.ID, DirectoryCacheStore.ID, Janitor.ID, WarmSettings.ID);

    private final AgentConfig config;
    private final FaultListener faults;
    private final UnaryOperator<WorkloadStore> between;
    private final ClosingStack closing = new ClosingStack();

    private AgentAssembly(AgentConfig config, FaultListener faults, UnaryOperator<WorkloadStore> between) {
        this.config = config;
        this.faults = faults;
        this.between = between;
    }

    static Agent start(AgentConfig config) {
        return start(config, FaultListener.NONE);
    }

    /** Starts an agent that tells a test how far its work has come. */
    static Agent start(AgentConfig config, FaultListener faults) {
        return start(config, faults, UnaryOperator.identity());
    }

    /** Starts an agent with a test between it and its store of workloads, which can lose what it is told to store. */
    static Agent start(AgentConfig config, FaultListener faults, UnaryOperator<WorkloadStore> between) {
        AgentAssembly assembly = new AgentAssembly(config, faults, between);
        try {
            return assembly.assemble();
        } catch (RuntimeException | Error refused) {
            assembly.closing.close();
            throw refused;
        }
    }

    private Agent assemble() {
        Providers providers = ProviderRegistry.find(config, BUILT_IN);
        Scheduler scheduler = config.scheduler().orElseGet(() -> closing.add(SystemScheduler.create()));
        ProcessLauncher processes = new OsProcessLauncher(scheduler);
        Metrics metrics = new Metrics(config.given(MetricSink.class));
        DataDirectory data = closing.add(DataDirectory.open(config.dataDirectory()));
        KeySource keys = KeySource.of(System.getenv(), data.key());
        SqliteStateStore store = closing.add(
                SqliteStateStore.open(data.database(), keys, scheduler, new CommitNotices(faults, metrics)));
        EventLog events = closing.add(new EventLog(scheduler, EVENTS_KEPT, store.run()));
        config.given(EventSink.class).forEach(events::attach);

        configure(providers, data);
        JobLogs logs = new JobLogs(data.jobs(), LogLimits.of(config.provider(LOGS)));
        LogSinks sinks = closing.add(LogSinks.start(providers.logSinks(), logs, data.logSinks(), scheduler));
        Map<String, JobExecutor> executors = executors(providers, data, scheduler, processes);
        PipelineReaders readers = new PipelineReaders(config.provider(LANGUAGES));
        Node node = new Node(data.agentId(), data.root(), scheduler);
        MemoryWatch memory = new MemoryWatch(node::memory, scheduler);
        SpaceGuard space = new SpaceGuard(data.root(), config.minimumFreeBytes(), memory);
        Policies policies = policies(providers, data);
        CacheStore caches = cacheStore(providers, scheduler, data);
        Map<String, WorkloadRuntime> runtimes = runtimes(providers, data, scheduler, processes);
        SitePlanner sites = new SitePlanner(
                data.agentId(), data.sandboxes(), memoryRoot(data), OutputBounds.of(config.provider(LOGS)));
        Placement placement = new Placement(executors);
        WarmSites warm = closing.add(new WarmSites(
                WarmSettings.of(config.provider(WarmSettings.ID)),
                sites,
                placement,
                scheduler,
                processes,
                metrics,
                memory::isScarce));
        JobRooms rooms = new JobRooms(
                scheduler,
                new JobAdmission(executors.keySet(), config.labels(), space, policies, readers),
                store,
                logs,
                new JobLogs(data.errors(), LogLimits.of(config.provider(LOGS))),
                events,
                metrics,
                providers.secretResolvers(),
                processes,
                sites,
                new SourceFetcher(scheduler),
                readers,
                new JobCaches(caches),
                placement,
                warm,
                new ArtifactCollector(ArtifactLimits.of(config.provider(ARTIFACTS))),
                providers.artifactStores(),
                new JobRooms.Limits(config.slots(), config.queueLimit(), config.jobTimeout(), config.cancelGrace()),
                faults);
        WorkloadAdmission admission = new WorkloadAdmission(providers.kinds(), policies, space);
        Workloads workloads = new Workloads(
                between.apply(store.workloads()),
                events,
                metrics,
                scheduler,
                admission,
                runtimes,
                config.lookInterval(),
                faults);
        Jobs jobs = new Jobs(rooms);
        closing.add(jobs::detach);
        closing.add(workloads::detach);
        jobs.recover();
        workloads.recover();
        sinks.takeUpFinished();
        registerGauges(metrics, jobs, workloads, node);
        Janitor janitor =
                closing.add(Janitor.start(places(caches, executors, runtimes), scheduler, config.provider(Janitor.ID)));
        return new DefaultAgent(
                jobs,
                workloads,
                events,
                new Fingerprints(scheduler, fingerprints(executors)),
                new Fingerprints(scheduler, workloads.fingerprints()),
                node,
                janitor,
                config.onClose(),
                closing);
    }

    private void registerGauges(Metrics metrics, Jobs jobs, Workloads workloads, Node node) {
        metrics.gauge("hostler.jobs.running", Map.of(), jobs::running);
        metrics.gauge("hostler.jobs.queued", Map.of(), jobs::waiting);
        metrics.gauge("hostler.jobs.slots", Map.of(), config::slots);
        metrics.gauge("hostler.workloads", Map.of(), workloads::count);
        metrics.gauge(
                "hostler.node.cpu.percent", Map.of(), () -> node.cpuPercent().orElse(Double.NaN));
        metrics.gauge("hostler.node.memory.percent", Map.of(), () -> percent(node.memory()));
        metrics.gauge("hostler.node.disk.percent", Map.of(), () -> percent(node.disk()));
    }

    private static double percent(Optional<NodeInfo.Space> space) {
        return space.map(NodeInfo.Space::usedPercent).orElse(Double.NaN);
    }

    private static Map<String, Supplier<Fingerprint>> fingerprints(Map<String, JobExecutor> executors) {
        Map<String, Supplier<Fingerprint>> parts = new LinkedHashMap<>();
        executors.forEach((id, executor) -> parts.put(id, executor::fingerprint));
        return parts;
    }

    /** Hands every provider its settings; the artifact store of the engine keeps files in the data directory. */
    private void configure(Providers providers, DataDirectory data) {
        providers.secretResolvers().forEach(resolver -> resolver.configure(config.provider(resolver.id())));
        providers.logSinks().forEach(sink -> sink.configure(config.provider(sink.id())));
        providers.cacheStores().forEach(caches -> caches.configure(config.provider(caches.id())));
        for (ArtifactStore artifacts : providers.artifactStores()) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("directory", data.artifacts().toString());
            settings.putAll(config.provider(artifacts.id()));
            artifacts.configure(settings);
        }
    }

    private Map<String, JobExecutor> executors(
            Providers providers, DataDirectory data, Scheduler scheduler, ProcessLauncher processes) {
        Map<String, JobExecutor> executors = new LinkedHashMap<>();
        for (ExecutorProvider provider : providers.executors().values()) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("data-directory", data.root().toString());
            settings.putAll(config.provider(provider.id()));
            ExecutorContext context = new EngineExecutorContext(data.agentId(), settings, scheduler, processes);
            executors.put(provider.id(), closing.add(provider.create(context)));
        }
        return executors;
    }

    private static List<?> places(
            CacheStore caches, Map<String, JobExecutor> executors, Map<String, WorkloadRuntime> runtimes) {
        List<Object> places = new ArrayList<>(List.of(caches));
        places.addAll(executors.values());
        places.addAll(runtimes.values());
        return places;
    }

    private Policies policies(Providers providers, DataDirectory data) {
        List<AdmissionPolicy> all = new ArrayList<>(providers.policies());
        all.add(HostPolicy.of(config.provider(HostPolicy.ID), data.root()));
        return new Policies(all);
    }

    private Map<String, WorkloadRuntime> runtimes(
            Providers providers, DataDirectory data, Scheduler scheduler, ProcessLauncher processes) {
        Map<String, WorkloadRuntime> runtimes = new LinkedHashMap<>();
        providers.runtimes().forEach((id, provider) -> {
            RuntimeProvider.Context context = new EngineRuntimeContext(
                    data.agentId(),
                    config.provider(id),
                    data.runtime(id),
                    scheduler,
                    processes,
                    providers.artifactStores());
            runtimes.put(id, provider.create(context));
        });
        return runtimes;
    }

    private CacheStore cacheStore(Providers providers, Scheduler scheduler, DataDirectory data) {
        if (!providers.cacheStores().isEmpty()) {
            return providers.cacheStores().get(0);
        }
        DirectoryCacheStore own =
                new DirectoryCacheStore(scheduler, config.cacheDirectory().orElse(data.cache()));
        own.configure(config.provider(own.id()));
        return own;
    }

    /** A directory in memory with this agent's name; it goes with the agent, unless sandboxes still need it. */
    private Path memoryRoot(DataDirectory data) {
        MemoryRoot root = MemoryRoot.choose(System.getenv(), data.root(), "hostler-" + data.agentId());
        if (!root.inMemory()) {
            LOG.warn(
                    "Variables of steps touch the disk at {}: name a directory in memory in {}, and let a container share"
                            + " it with its host",
                    root.directory(),
                    MemoryRoot.VARIABLE);
        }
        closing.add(() -> removeIfEmpty(root.directory()));
        return root.directory();
    }

    private static void removeIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException inUse) {
            LOG.debug("Sandboxes that go on keep {}", directory);
        }
    }
}
