package dev.hostler.testkit;

import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A runtime for containers whose host is a {@link FakeHost} in memory. Thread-safe. */
@Experimental
public final class FakeRuntime implements WorkloadRuntime {
    /** The id of its provider. */
    public static final String ID = "fake-runtime";

    private final FakeHost host;
    private final String agent;
    private final AtomicReference<Optional<FakeWatch>> watch = new AtomicReference<>(Optional.empty());

    /**
     * Creates a runtime on a host, which outlives it.
     *
     * @param agent whose instances it makes and sees
     */
    public FakeRuntime(FakeHost host, String agent) {
        this.host = host;
        this.agent = agent;
    }

    /** Returns a provider of runtimes on a host. */
    public static RuntimeProvider provider(FakeHost host) {
        return new RuntimeProvider() {
            @Override
            public String id() {
                return ID;
            }

            @Override
            public WorkloadRuntime create(Context context) {
                return new FakeRuntime(host, context.agentId());
            }
        };
    }

    /** Returns the kind of workloads that it runs: containers. */
    public static WorkloadProvider kind() {
        return new WorkloadProvider() {
            @Override
            public String kind() {
                return ContainerSpec.KIND;
            }

            @Override
            public String runtime() {
                return ID;
            }

            @Override
            public WorkloadSpec normalise(WorkloadSpec spec) {
                return spec;
            }

            @Override
            public AdmissionPolicy.Request request(Owner owner, WorkloadId id, WorkloadSpec spec) {
                return new AdmissionPolicy.Request(
                        owner, "workload '" + id + "'", Set.of(), Set.of(), Set.of(((ContainerSpec) spec).image()));
            }
        };
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.available("1", "a host in memory", Set.of());
    }

    @Override
    public List<Instance> observeAll() {
        return host.look(agent);
    }

    @Override
    public void watch(Runnable listener) {
        watch.set(Optional.of(host.watch(listener)));
    }

    @Override
    public Change change(WorkloadSpec from, WorkloadSpec to) {
        ContainerSpec before = (ContainerSpec) from;
        ContainerSpec after =
                ((ContainerSpec) to).toBuilder().restart(before.restart()).build();
        if (before.equals(after)) {
            return Change.NONE;
        }
        if (before.toBuilder().limits(after.limits()).build().equals(after)) {
            return Change.IN_PLACE;
        }
        boolean clash =
                before.ports().stream().anyMatch(port -> after.ports().stream().anyMatch(port::clashesWith));
        return clash ? Change.IN_TURN : Change.BESIDE;
    }

    @Override
    public List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) {
        return List.of();
    }

    @Override
    public void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation) {
        host.requireImage(((ContainerSpec) spec).image());
    }

    @Override
    public InstanceHandle create(InstanceName name, WorkloadSpec spec) {
        return host.create(agent, name, (ContainerSpec) spec);
    }

    @Override
    public void start(InstanceHandle instance) {
        host.start(instance);
    }

    @Override
    public void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) {
        host.rename(instance, name);
    }

    @Override
    public void stop(InstanceHandle instance, Duration grace) {
        host.stop(instance);
    }

    @Override
    public void promote(InstanceHandle instance, WorkloadSpec spec) {
        host.promote(instance);
    }

    @Override
    public void destroy(InstanceHandle instance) {
        host.destroy(instance);
    }

    @Override
    public void destroyData(WorkloadKey key) {
        host.requireReachable();
    }

    @Override
    public Map<InstanceHandle, WorkloadUsage> usage() {
        return Map.of();
    }

    @Override
    public TimedLogStream log(InstanceHandle instance, LogQuery query) {
        return host.log(instance, query);
    }

    @Override
    public void close() {
        watch.getAndSet(Optional.empty()).ifPresent(host::unwatch);
    }
}
