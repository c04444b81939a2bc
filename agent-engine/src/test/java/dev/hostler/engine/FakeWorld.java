package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.fault.FaultPoint;
import dev.hostler.engine.state.WorkloadStore;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A host in memory, and a time that moves only while a test waits. */
final class FakeWorld implements WorkloadWorld, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Longer than the longest wait between two attempts. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path data;
    private final UnaryOperator<WorkloadStore> between;
    private final FakeHost host = new FakeHost();
    private final RestingScheduler time = new RestingScheduler();
    private final Map<String, Integer> steps = new ConcurrentHashMap<>();
    private Mortality life = new Mortality();
    private Agent agent;

    /**
     * Starts an agent.
     *
     * @param between stands between it and its store
     */
    FakeWorld(Path data, UnaryOperator<WorkloadStore> between) {
        this.data = data;
        this.between = between;
        this.agent = start();
    }

    private Agent start() {
        Mortality mine = new Mortality();
        life = mine;
        return AgentAssembly.start(
                TestAgent.config(data, new FakeExecutor())
                        .disable("containers")
                        .disable("compose")
                        .disable("runners")
                        .scheduler(time)
                        .runtime(MortalRuntime.provider(FakeRuntime.provider(host), mine, handle -> {}))
                        .workloadKind(FakeRuntime.kind())
                        .build(),
                new StepCount(),
                store -> new MortalStore(between.apply(store), mine));
    }

    private final class StepCount implements FaultListener {
        @Override
        public void reached(FaultPoint point, JobKey job) {}

        @Override
        public void takes(String step, WorkloadKey workload) {
            steps.merge(step, 1, Integer::sum);
        }
    }

    /** Returns how often each step was taken, by its name. */
    Map<String, Integer> steps() {
        return Map.copyOf(steps);
    }

    RestingScheduler time() {
        return time;
    }

    Mortality life() {
        return life;
    }

    FakeHost host() {
        return host;
    }

    @Override
    public Agent agent() {
        return agent;
    }

    @Override
    public List<Instance> instances(WorkloadKey key) {
        return host.of(key);
    }

    @Override
    public List<Instance> instances() {
        return host.all();
    }

    @Override
    public ContainerSpec spec(Variant variant, int workload) {
        ContainerSpec.Builder base = ContainerSpec.builder(variant.isOfTheRareImage() ? "rare" : "usual");
        return variant.spec(variant.isAlone() ? base.port(8000 + workload, 80) : base);
    }

    @Override
    public void crash(Instance instance, int code) {
        host.kill(instance.handle(), code);
    }

    @Override
    public void remove(Instance instance) {
        host.removeBehindTheBack(instance.handle());
    }

    @Override
    public void image(boolean there) {
        host.missing("rare", !there);
    }

    @Override
    public boolean isMadeUp() {
        return true;
    }

    @Override
    public void reachable(boolean value) {
        host.reachable(value);
    }

    @Override
    public void dieAfter(int acts) {
        life.endAfter(acts);
    }

    @Override
    public boolean revive() {
        life.spare();
        boolean dead = life.isOver();
        if (dead) {
            restart(() -> {});
        }
        return dead;
    }

    @Override
    public void restart(Runnable meanwhile) {
        agent.close();
        meanwhile.run();
        agent = start();
    }

    @Override
    public void pass(Duration duration) throws InterruptedException {
        for (Duration left = duration; left.compareTo(Duration.ZERO) > 0; left = left.minus(MINUTE)) {
            rest();
            time.advance(MINUTE);
        }
        rest();
    }

    @Override
    public void awaitRest(Supplier<Optional<String>> trouble) throws InterruptedException {
        Duration waited = Duration.ZERO;
        rest();
        for (Optional<String> now = trouble.get(); now.isPresent(); now = trouble.get()) {
            assertThat(waited).as(now.get()).isLessThan(PATIENCE);
            Duration slice = waited.compareTo(SECOND.multipliedBy(3)) < 0 ? SLICE : SECOND;
            time.advance(slice);
            waited = waited.plus(slice);
            rest();
        }
    }

    /** Waits until nothing happens any more unless the time moves on, or the agent is dead. */
    private void rest() throws InterruptedException {
        while (!life.isOver() && !isAtRest()) {
            assertThat(time.awaitRest(LIMIT)).as("it comes to rest").isTrue();
            assertThat(host.awaitToldAll(LIMIT)).as("all are told").isTrue();
        }
    }

    /** What was told can begin something, and what is done can be told: so neither, and nothing in between. */
    private boolean isAtRest() {
        long before = host.changes();
        return host.hasToldAll() && time.rests() && host.hasToldAll() && host.changes() == before;
    }

    @Override
    public int made() {
        return host.made();
    }

    @Override
    public void close() {
        agent.close();
    }
}
