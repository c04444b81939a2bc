package dev.hostler.engine;

import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.fault.FaultListener;
import dev.hostler.engine.runtime.docker.DockerRuntimeProvider;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.RuntimeContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The real Docker engine of this machine, and a time that runs faster. */
final class DockerWorld implements WorkloadWorld, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Map<String, String> SETTINGS = Map.of("pull", "never");

    /** Ends with success when it is asked to in its own way. */
    private static final String UNTIL_ASKED = "trap 'exit 0' USR1; trap 'exit 7' TERM; while :; do sleep 0.05; done";

    /** Other tests may run on this engine at the same time. */
    private final String mine = "p" + ProcessHandle.current().pid();

    private final DockerHost docker = DockerHost.require();
    private final FastClock time = new FastClock();
    private final Set<InstanceHandle> made = ConcurrentHashMap.newKeySet();
    private final Path data;
    private final WorkloadRuntime eyes;
    private Mortality life = new Mortality();
    private Agent agent;

    DockerWorld(Path data) {
        this.data = data;
        this.eyes = new DockerRuntimeProvider()
                .create(RuntimeContext.of(MortalAgent.agentId(data), time, SETTINGS, data.resolve("eyes")));
        image(true);
        this.agent = start();
    }

    private Agent start() {
        Mortality ours = new Mortality();
        life = ours;
        return AgentAssembly.start(
                AgentConfig.builder(data)
                        .disable("docker")
                        .disable("process")
                        .scheduler(time)
                        .provider("containers", SETTINGS)
                        .runtime(MortalRuntime.provider(new DockerRuntimeProvider(), ours, made::add))
                        .build(),
                FaultListener.NONE,
                store -> new MortalStore(store, ours));
    }

    private String rareImage() {
        return "hostler-test/rare:" + mine;
    }

    @Override
    public Agent agent() {
        return agent;
    }

    @Override
    public List<Instance> instances(WorkloadKey key) {
        return instances().stream()
                .filter(instance -> instance.name().workload().equals(key))
                .toList();
    }

    @Override
    public List<Instance> instances() {
        try {
            return eyes.observeAll();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public ContainerSpec spec(Variant variant, int workload) {
        ContainerSpec.Builder base = ContainerSpec.builder(variant.isOfTheRareImage() ? rareImage() : DockerHost.IMAGE)
                .command("sh", "-c", UNTIL_ASKED)
                .network(NetworkMode.NONE)
                .stopGrace(Duration.ZERO);
        return variant.spec(variant.isAlone() ? base.containerName("hostler-" + mine + "-" + workload) : base);
    }

    /** With success by asking it to end; else by the two ways in which somebody ends it, in turns. */
    @Override
    public void crash(Instance instance, int code) {
        String container = instance.handle().value();
        if (code == 0) {
            docker.client().killContainerCmd(container).withSignal("USR1").exec();
        } else if (made.size() % 2 == 0) {
            docker.client().killContainerCmd(container).exec();
        } else {
            docker.client().stopContainerCmd(container).withTimeout(0).exec();
        }
        await().atMost(LIMIT).pollInterval(POLL).until(() -> hasEnded(instance));
    }

    private boolean hasEnded(Instance before) {
        return instances(before.name().workload()).stream()
                .filter(instance -> instance.handle().equals(before.handle()))
                .noneMatch(now ->
                        now.state() == Instance.State.RUNNING && now.startedAt().equals(before.startedAt()));
    }

    @Override
    public void remove(Instance instance) {
        docker.client()
                .removeContainerCmd(instance.handle().value())
                .withForce(true)
                .exec();
    }

    @Override
    public void image(boolean there) {
        if (there) {
            docker.client()
                    .tagImageCmd(DockerHost.IMAGE, "hostler-test/rare", mine)
                    .exec();
        } else {
            docker.removeImage(rareImage());
        }
    }

    @Override
    public boolean isMadeUp() {
        return false;
    }

    @Override
    public void reachable(boolean value) {
        throw new AssertionError("the engine is everybody's");
    }

    @Override
    public void pass(Duration duration) {
        throw new AssertionError("the time passes by itself");
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
    public void awaitRest(Supplier<Optional<String>> trouble) {
        await().atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> isAtRest(trouble), "none"::equals);
    }

    /** What is seen twice, with nothing being done in between. */
    private String isAtRest(Supplier<Optional<String>> trouble) {
        List<Instance> before = instances();
        String now = trouble.get().orElse("none");
        boolean rests = time.rests() && instances().equals(before);
        return rests || !now.equals("none") ? now : "something is done";
    }

    @Override
    public int made() {
        return made.size();
    }

    @Override
    public void close() {
        agent.close();
        for (Instance left : instances()) {
            remove(left);
        }
        eyes.close();
        docker.removeImage(rareImage());
        docker.close();
        time.close();
    }
}
