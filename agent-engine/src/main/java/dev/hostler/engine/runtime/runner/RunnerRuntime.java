package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.ArtifactStore;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Actions runners: each is a directory with a copy of the program, and a session of processes. What is known of a runner is
 * in its directory, so that it goes on without the agent, and the next agent goes on with it. Thread-safe.
 */
final class RunnerRuntime implements WorkloadRuntime {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** What ending takes beside its grace: kills, the last output, tidying up. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Place place;
    private final Optional<String> machine;
    private final Observing observing;
    private final Watch watch;
    private final Keepers keepers;
    private final Programs programs;
    private final Creation creation;
    private final Starting starting;
    private final Map<WorkloadKey, Prepared> prepared = new ConcurrentHashMap<>();

    /** A program that was fetched for a wish, and what that took. */
    private record Prepared(RunnerSpec spec, Program program, Phases phases, Duration begun) {}

    RunnerRuntime(Place place, Optional<String> machine, List<ArtifactStore> stores) {
        this.place = place;
        this.machine = machine;
        this.observing = new Observing(place);
        this.watch = new Watch(observing, place.scheduler());
        this.keepers = new Keepers(place, watch::poke);
        this.creation = new Creation(place);
        this.starting = new Starting(place);
        RunnerSettings settings = place.settings();
        Http http = new Http(place.scheduler());
        Attempts attempts = new Attempts(place.scheduler(), settings.attempts(), settings.retryWait());
        String kind = machine.orElse("unknown");
        this.programs = new Programs(
                settings,
                place.scheduler(),
                new ReleaseLookup(settings, http, attempts, new ReleaseReader(kind)),
                new Download(place.scheduler(), http, attempts),
                ReleaseStore.of(settings, stores, kind),
                kind);
    }

    static RunnerRuntime of(RuntimeProvider.Context context) {
        Place place = new Place(
                context.agentId(),
                context.directory(),
                RunnerSettings.read(context.settings(), context.directory()),
                context.scheduler(),
                context.processes(),
                Path.of("/proc"));
        return new RunnerRuntime(
                place, machine(System.getProperty("os.name"), System.getProperty("os.arch")), context.artifactStores());
    }

    /** The publishers' words for kinds of machines; empty if there is no program for this one. */
    static Optional<String> machine(String system, String architecture) {
        if (!system.equals("Linux")) {
            return Optional.empty();
        }
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of("linux-x64");
            case "aarch64", "arm64" -> Optional.of("linux-arm64");
            case "arm" -> Optional.of("linux-arm");
            default -> Optional.empty();
        };
    }

    @Override
    public Fingerprint fingerprint() {
        return machine.map(kind -> Fingerprint.available(
                        "",
                        "Actions runners for " + kind + ", from "
                                + place.settings().api(),
                        Set.of()))
                .orElseGet(() -> Fingerprint.unavailable(
                        "there are Actions runners for Linux on x64, arm64 and arm only; use another machine"));
    }

    @Override
    public List<Instance> observeAll() {
        List<Instance> found = new ArrayList<>();
        try {
            for (InstanceFiles files : observing.all()) {
                keepers.ensure(files);
                observing.see(files).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw unusable("look at runners in", place.instances().toString(), e);
        }
        return found;
    }

    @Override
    public void watch(Runnable listener) {
        watch.start(listener);
    }

    @Override
    public Change change(WorkloadSpec from, WorkloadSpec to) {
        return from.equals(to) ? Change.NONE : Change.BESIDE;
    }

    @Override
    public List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) {
        RunnerProvider.spec(spec);
        return List.of();
    }

    @Override
    public void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        Thread caller = Thread.currentThread();
        try (CancellationToken.Registration registration = cancellation.onCancel(caller::interrupt)) {
            prepared.put(key, prepare(RunnerProvider.spec(spec), notices, cancellation));
        } catch (AgentException e) {
            // An interrupt closes files as well, and looks like a failure then.
            if (cancellation.isCancelled() || Thread.interrupted()) {
                throw new InterruptedException("it is not wanted any more: " + e.getMessage());
            }
            throw e;
        }
    }

    private Prepared prepare(RunnerSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        Duration begun = place.scheduler().sinceBoot();
        Phases phases = new Phases(place.scheduler());
        return new Prepared(spec, programs.require(spec, phases, notices, cancellation), phases, begun);
    }

    @Override
    public InstanceHandle create(InstanceName name, WorkloadSpec wish) throws InterruptedException {
        RunnerSpec spec = RunnerProvider.spec(wish);
        InstanceFiles files = place.instance(creation.idOf(name));
        InstanceHandle handle = new InstanceHandle(name.workload(), files.id());
        if (files.exists()) {
            return handle;
        }
        Prepared ready = prepared.remove(name.workload());
        if (ready == null || !ready.spec().equals(spec)) {
            ready = prepare(spec, WorkloadNotices.NONE, CancellationToken.NONE);
        }
        try {
            creation.create(name, spec, ready.program(), ready.phases(), ready.begun());
        } catch (IOException e) {
            throw unusable("make runner of workload", name.workload().toString(), e);
        }
        watch.poke();
        return handle;
    }

    @Override
    public void start(InstanceHandle instance) {
        InstanceFiles files = RunnerHandle.files(place, instance);
        try {
            InstanceRecord record = InstanceRecord.read(files.record()).orElseThrow(() -> notFound("start", instance));
            starting.start(instance, files, record);
            keepers.ensure(files);
        } catch (IOException e) {
            throw unusable("start runner of workload", instance.workload().toString(), e);
        }
        watch.poke();
    }

    private static RuntimeException notFound(String verb, InstanceHandle instance) {
        return Failure.cannot(
                        ErrorCode.NOT_FOUND,
                        verb + " runner of workload",
                        instance.workload().toString(),
                        "it is gone",
                        "apply it again with a new credential")
                .toException();
    }

    @Override
    public void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) {
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "update runner of workload",
                        instance.workload().toString(),
                        "a runner can't be changed",
                        "apply the new one")
                .toException();
    }

    @Override
    public void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        InstanceFiles files = RunnerHandle.files(place, instance);
        try {
            if (!files.exists() || !files.isStarted() || files.hasEnded()) {
                return;
            }
            Duration now = place.scheduler().sinceBoot();
            new StopOrder(Outcome.INTERRUPTED, "somebody asked for its end", grace, now).give(files);
            keepers.ensure(files);
            Deadline deadline = Deadline.in(place.scheduler(), grace.plus(MARGIN));
            while (files.exists() && !files.hasEnded()) {
                if (deadline.isOver()) {
                    throw Failure.cannot(
                                    ErrorCode.RUNTIME_UNAVAILABLE,
                                    "stop runner of workload",
                                    instance.workload().toString(),
                                    "it has not ended in time",
                                    "look at the agent's log")
                            .toException();
                }
                place.scheduler().sleep(PAUSE);
            }
        } catch (IOException e) {
            throw unusable("stop runner of workload", instance.workload().toString(), e);
        }
    }

    @Override
    public void promote(InstanceHandle instance, WorkloadSpec spec) {
        // Runners are told apart by their names at the server; none takes another's.
        RunnerHandle.files(place, instance);
    }

    @Override
    public void destroy(InstanceHandle instance) throws InterruptedException {
        InstanceFiles files = RunnerHandle.files(place, instance);
        keepers.release(files);
        try {
            new Removal(place, files).run();
        } catch (IOException e) {
            throw unusable("remove runner of workload", instance.workload().toString(), e);
        }
        watch.poke();
    }

    @Override
    public void destroyData(WorkloadKey key) {
        try {
            Tree.remove(place.kept(key));
        } catch (IOException e) {
            throw unusable("remove logs of runners of workload", key.toString(), e);
        }
    }

    /** A runner's work is its job's, which the server accounts for. */
    @Override
    public Map<InstanceHandle, WorkloadUsage> usage() {
        return Map.of();
    }

    @Override
    public TimedLogStream log(InstanceHandle instance, LogQuery query) {
        InstanceFiles files = RunnerHandle.files(place, instance);
        if (!files.exists()) {
            throw notFound("read log of", instance);
        }
        try {
            return RunnerLogStream.open(files, place.scheduler(), query);
        } catch (IOException e) {
            throw unusable("read log of runner of workload", instance.workload().toString(), e);
        }
    }

    private static RuntimeException unusable(String attempt, String id, IOException e) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        attempt,
                        id,
                        String.valueOf(e),
                        "look at the disk and the permissions of the agent's data directory")
                .toException(e);
    }

    @Override
    public void close() {
        watch.close();
        keepers.close();
    }
}
