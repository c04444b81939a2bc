package dev.hostler.engine.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HostAccess;
import dev.hostler.api.workload.HostMount;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.engine.testing.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field of a spec, as the engine's own {@code inspect} shows it. */
class ContainerFieldsTest extends ContainerTest {
    private static final ContainerLimits LIMITS = new ContainerLimits(
            OptionalDouble.of(0.5),
            OptionalInt.of(512),
            OptionalLong.of(64L << 20),
            OptionalLong.of(96L << 20),
            OptionalInt.of(50));

    @TempDir
    Path directory;

    private HostConfig host(InstanceHandle handle) {
        return bench.inspect(handle).getHostConfig();
    }

    private InstanceHandle create(ContainerSpec.Builder spec) throws InterruptedException {
        return create(spec.build());
    }

    @Test
    void aContainerSaysWhoseItIsAndCarriesTheLabelsOfItsSpec() throws InterruptedException {
        InstanceHandle handle = create(
                name(key("web"), "rev-1"),
                ContainerBench.forever().label("team", "a").build());

        InspectContainerResponse found = bench.inspect(handle);
        assertThat(found.getName()).isEqualTo("/hostler-" + AGENT + "-embedder-web");
        assertThat(found.getConfig().getLabels())
                .containsEntry("team", "a")
                .containsEntry("dev.hostler.agent", AGENT)
                .containsEntry("dev.hostler.owner", "embedder")
                .containsEntry("dev.hostler.workload", "web")
                .containsEntry("dev.hostler.revision", "rev-1")
                .containsEntry("dev.hostler.digest", name(key("web"), "rev-1").digest());
    }

    @Test
    void nobodyElseRestartsItAndItsLogIsBounded() throws InterruptedException {
        HostConfig usual = host(create(ContainerBench.forever()));
        assertThat(usual.getRestartPolicy()).isEqualTo(RestartPolicy.noRestart());
        assertThat(usual.getLogConfig().getType().getType()).isEqualTo("json-file");
        assertThat(usual.getLogConfig().getConfig()).isEqualTo(Map.of("max-size", "10m", "max-file", "3"));

        runtime = newRuntime(AGENT, Map.of("log-max-size", "20k", "log-max-files", "2"));

        assertThat(host(create(ContainerBench.forever())).getLogConfig().getConfig())
                .isEqualTo(Map.of("max-size", "20k", "max-file", "2"));
    }

    @Test
    void anOrdinaryContainerHasNoPowersOverTheHost() throws InterruptedException {
        HostConfig config = host(create(ContainerBench.forever()));

        assertThat(config.getPrivileged()).isFalse();
        assertThat(config.getCapAdd()).isNullOrEmpty();
        assertThat(config.getDevices()).isNullOrEmpty();
        assertThat(config.getPidMode()).isEmpty();
        assertThat(config.getIpcMode()).isEqualTo("private");
        assertThat(config.getNetworkMode()).isEqualTo("none");
    }

    @Test
    void powersThatTheSpecAsksForArePassedOn() throws InterruptedException {
        HostAccess access = new HostAccess(false, true, true, Set.of("NET_ADMIN", "SYS_TIME"), Set.of("/dev/null"));

        HostConfig config =
                host(create(ContainerBench.forever().network(NetworkMode.HOST).access(access)));

        assertThat(config.getCapAdd()).extracting(Enum::name).containsExactlyInAnyOrder("NET_ADMIN", "SYS_TIME");
        assertThat(config.getDevices()).singleElement().satisfies(device -> {
            assertThat(device.getPathOnHost()).isEqualTo("/dev/null");
            assertThat(device.getPathInContainer()).isEqualTo("/dev/null");
        });
        assertThat(config.getPidMode()).isEqualTo("host");
        assertThat(config.getIpcMode()).isEqualTo("host");
        assertThat(config.getNetworkMode()).isEqualTo("host");
        assertThat(host(create(ContainerBench.forever().access(new HostAccess(true, false, false, Set.of(), Set.of()))))
                        .getPrivileged())
                .isTrue();
    }

    @Test
    void inTheHostsNetworkItIsReachedAsTheHostIs() throws InterruptedException {
        InstanceHandle handle = create(ContainerBench.forever().network(NetworkMode.HOST));
        runtime.start(handle);

        assertThat(runtime.observeAll())
                .singleElement()
                .satisfies(instance -> assertThat(instance.address()).contains("127.0.0.1"));
    }

    @Test
    void theImagesEntryPointStaysAndGetsCommandAndArguments() throws InterruptedException, IOException {
        String image = "hostler-test/entry:1";
        bench.docker().requireVariant(image, "ENTRYPOINT [\"echo\", \"entry\"]");

        InstanceHandle handle = create(ContainerSpec.builder(image)
                .command("command")
                .args(List.of("arg 1", "$HOME"))
                .network(NetworkMode.NONE));

        InspectContainerResponse found = bench.inspect(handle);
        assertThat(found.getPath()).isEqualTo("echo");
        assertThat(found.getArgs()).containsExactly("entry", "command", "arg 1", "$HOME");
    }

    @Test
    void variablesArePassedOnAsTheyAre() throws InterruptedException {
        InstanceHandle handle = create(
                ContainerBench.forever().env("A", "x=y z").env("EMPTY", "").env("LINES", "a\nb"));

        assertThat(bench.inspect(handle).getConfig().getEnv()).contains("A=x=y z", "EMPTY=", "LINES=a\nb");
    }

    @Test
    void pathsOfTheHostAreSeenAndReadOnlyMeansReadOnly() throws InterruptedException, IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path closed = Files.createDirectory(directory.resolve("closed"));

        InstanceHandle handle = start(ContainerBench.script("echo x >/open/file; echo x >/closed/file; true")
                .volume(open.toString(), "/open")
                .volume(new HostMount(closed.toString(), "/closed", true))
                .build());
        awaitState(handle, Instance.State.EXITED);

        assertThat(open.resolve("file")).hasContent("x");
        assertThat(closed).isEmptyDirectory();
    }

    @Test
    void aPathThatIsNotThereIsNamedAndNotMade() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> create(ContainerBench.forever().volume(missing.toString(), "/data")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining(missing.toString());
        assertThat(missing).doesNotExist();
    }

    @Test
    void limitsArePassedOn() throws InterruptedException {
        assertLimits(host(create(ContainerBench.forever().limits(LIMITS))), 500_000_000L, 512, 64L << 20, 50);
        HostConfig none = host(create(ContainerBench.forever()));
        assertThat(none.getMemory()).isZero();
        assertThat(none.getNanoCPUs()).isZero();
    }

    private static void assertLimits(HostConfig config, long nanoCpus, int shares, long memory, long processes) {
        assertThat(config.getNanoCPUs()).isEqualTo(nanoCpus);
        assertThat(config.getCpuShares()).isEqualTo(shares);
        assertThat(config.getMemory()).isEqualTo(memory);
        assertThat(config.getMemorySwap()).isEqualTo(96L << 20);
        assertThat(config.getPidsLimit()).isEqualTo(processes);
    }

    @Test
    void limitsAreChangedWhileItRuns() throws InterruptedException {
        ContainerSpec before = ContainerBench.forever().limits(LIMITS).build();
        InstanceHandle handle = start(before);
        Instance first = see(handle);
        ContainerLimits other = new ContainerLimits(
                OptionalDouble.of(0.25),
                OptionalInt.of(256),
                OptionalLong.of(48L << 20),
                LIMITS.swapBytes(),
                OptionalInt.of(40));
        ContainerSpec after = before.toBuilder().limits(other).build();
        assertThat(runtime.change(before, after)).isEqualTo(WorkloadRuntime.Change.IN_PLACE);

        runtime.update(handle, name(handle.workload(), "rev-2"), after);
        runtime.update(handle, name(handle.workload(), "rev-2"), after);

        assertLimits(host(handle), 250_000_000L, 256, 48L << 20, 40);
        Instance second = see(handle);
        assertThat(second.startedAt()).isEqualTo(first.startedAt());
        assertThat(second.name()).as("labels can't change").isEqualTo(first.name());
    }

    @Test
    void moreMemoryThanMemoryAndSwapBeforeIsNoObstacle() throws InterruptedException {
        ContainerSpec before = ContainerBench.forever()
                .limits(ContainerLimits.NONE.withMemory(32L << 20))
                .build();
        InstanceHandle handle = start(before);
        ContainerSpec after = before.toBuilder()
                .limits(ContainerLimits.NONE.withMemory(256L << 20).withCpus(1))
                .build();

        runtime.update(handle, name(handle.workload(), "rev-2"), after);

        assertThat(host(handle).getMemory()).isEqualTo(256L << 20);
        assertThat(host(handle).getMemorySwap()).isEqualTo(512L << 20);
        assertThat(host(handle).getNanoCPUs()).isEqualTo(1_000_000_000L);
    }

    @Test
    void anInstanceOfAnInterruptedUpdateIsBroughtToItsSpec() throws InterruptedException {
        ContainerSpec spec = ContainerBench.forever().limits(LIMITS).build();
        InstanceHandle handle = create(name(key("web"), "rev-1"), spec);
        runtime.update(
                handle,
                name(key("web"), "rev-2"),
                spec.toBuilder().limits(LIMITS.withCpus(0.25)).build());

        assertThat(runtime.create(name(key("web"), "rev-1"), spec)).isEqualTo(handle);

        assertThat(host(handle).getNanoCPUs()).isEqualTo(500_000_000L);
    }

    @Test
    void anEndForWantOfMemoryIsToldAsThat() throws InterruptedException {
        InstanceHandle handle = start(ContainerBench.script("x=x; while :; do x=$x$x; done")
                .limits(new ContainerLimits(
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        OptionalLong.of(16L << 20),
                        OptionalLong.of(16L << 20),
                        OptionalInt.empty()))
                .build());

        Instance ended = awaitState(handle, Instance.State.EXITED);

        assertThat(ended.outOfMemory()).isTrue();
        assertThat(ended.failed()).isTrue();
        assertThat(ended.message()).contains("out of memory");
    }

    @Test
    void theImagesOwnCheckIsTold() throws InterruptedException, IOException {
        String image = "hostler-test/ill:1";
        bench.docker()
                .requireVariant(
                        image,
                        "HEALTHCHECK --interval=1s --timeout=5s --start-period=5m --retries=1 CMD test -e /tmp/well");
        InstanceHandle handle = start(ContainerBench.forever().image(image).build());
        assertThat(see(start(forever())).health()).isEmpty();
        assertThat(see(handle).health()).contains(Instance.Health.STARTING);

        bench.docker().run(handle.value(), "touch", "/tmp/well");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> see(handle).health().equals(Optional.of(Instance.Health.HEALTHY)));

        bench.docker().run(handle.value(), "rm", "/tmp/well");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> see(handle).health().equals(Optional.of(Instance.Health.UNHEALTHY)));
    }

    @Test
    void aFrozenContainerIsPausedAndStartsAgain() throws InterruptedException {
        InstanceHandle handle = start(forever());
        bench.docker().client().pauseContainerCmd(handle.value()).exec();
        assertThat(see(handle).state()).isEqualTo(Instance.State.PAUSED);

        runtime.start(handle);

        assertThat(see(handle).state()).isEqualTo(Instance.State.RUNNING);
        bench.docker().client().pauseContainerCmd(handle.value()).exec();
        runtime.stop(handle, Duration.ofSeconds(1));
        assertThat(see(handle).state()).isEqualTo(Instance.State.EXITED);
    }

    @Test
    void anImageThatIsNotThereIsNotFound() {
        assertRefused(
                ErrorCode.IMAGE_NOT_FOUND,
                () -> runtime.create(
                        name(newKey(), "rev-1"),
                        ContainerSpec.builder("hostler-test/none:1").build()));
        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, () -> create(ContainerSpec.builder("hostler-test/none:1")));
    }

    @Test
    void aCommandThatIsNotInTheImageIsTheSpecsFault() throws InterruptedException {
        InstanceHandle handle = create(ContainerSpec.builder(DockerHost.IMAGE)
                .command("/no/such/program")
                .network(NetworkMode.NONE));

        assertRefused(ErrorCode.INVALID_INPUT, () -> runtime.start(handle));

        assertThat(see(handle).state()).isEqualTo(Instance.State.CREATED);
    }
}
