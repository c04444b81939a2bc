package dev.hostler.engine;

import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A runtime whose agent can die at both sides of each act. Thread-safe.
 *
 * @param runtime carries out what the agent lives to do
 * @param life the agent's
 * @param made is told of every instance that is there after it was asked for
 */
record MortalRuntime(WorkloadRuntime runtime, Mortality life, Consumer<InstanceHandle> made)
        implements WorkloadRuntime {
    /** The acts that change something on the host. */
    static final List<String> ACTS = List.of("create", "start", "update", "stop", "promote", "destroy");

    static RuntimeProvider provider(RuntimeProvider provider, Mortality life, Consumer<InstanceHandle> made) {
        return new RuntimeProvider() {
            @Override
            public String id() {
                return provider.id();
            }

            @Override
            public WorkloadRuntime create(Context context) {
                return new MortalRuntime(provider.create(context), life, made);
            }
        };
    }

    @FunctionalInterface
    private interface Act<T> {
        T call() throws InterruptedException;
    }

    private <T> T passing(String act, Act<T> call) throws InterruptedException {
        life.pass("before " + act);
        T result = call.call();
        life.pass("after " + act);
        return result;
    }

    private void passing(String act, Step call) throws InterruptedException {
        passing(act, () -> {
            call.take();
            return act;
        });
    }

    @FunctionalInterface
    private interface Step {
        void take() throws InterruptedException;
    }

    @Override
    public Fingerprint fingerprint() {
        return runtime.fingerprint();
    }

    @Override
    public List<Instance> observeAll() throws InterruptedException {
        life.requireLife();
        return runtime.observeAll();
    }

    @Override
    public void watch(Runnable listener) {
        runtime.watch(listener);
    }

    @Override
    public Change change(WorkloadSpec from, WorkloadSpec to) {
        return runtime.change(from, to);
    }

    @Override
    public List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) throws InterruptedException {
        return runtime.preflight(key, spec);
    }

    @Override
    public void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        life.requireLife();
        runtime.prepare(key, spec, notices, cancellation);
    }

    @Override
    public InstanceHandle create(InstanceName name, WorkloadSpec spec) throws InterruptedException {
        return passing("create", () -> {
            InstanceHandle handle = runtime.create(name, spec);
            made.accept(handle);
            return handle;
        });
    }

    @Override
    public void start(InstanceHandle instance) throws InterruptedException {
        passing("start", () -> runtime.start(instance));
    }

    @Override
    public void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) throws InterruptedException {
        passing("update", () -> runtime.update(instance, name, spec));
    }

    @Override
    public void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        passing("stop", () -> runtime.stop(instance, grace));
    }

    @Override
    public void promote(InstanceHandle instance, WorkloadSpec spec) throws InterruptedException {
        passing("promote", () -> runtime.promote(instance, spec));
    }

    @Override
    public void destroy(InstanceHandle instance) throws InterruptedException {
        passing("destroy", () -> runtime.destroy(instance));
    }

    @Override
    public void destroyData(WorkloadKey key) throws InterruptedException {
        life.requireLife();
        runtime.destroyData(key);
    }

    @Override
    public Map<InstanceHandle, WorkloadUsage> usage() throws InterruptedException {
        life.requireLife();
        return runtime.usage();
    }

    @Override
    public TimedLogStream log(InstanceHandle instance, LogQuery query) throws InterruptedException {
        return runtime.log(instance, query);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
