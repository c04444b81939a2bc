package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerLimits;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.HostAccess;
import dev.hostler.api.workload.ManagedVolume;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.RestartPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Wishes that an agent refuses by the field's name, before it stores or makes anything. */
class BadWishesTest extends ContainerScenario {
    @Override
    AgentConfig.Builder config(Path data) {
        return super.config(data)
                .provider("policy", Map.of("paths", directory.resolve("allowed").toString()));
    }

    private void assertNothingComesOf(ErrorCode code, String named, ThrowingCallable call) {
        assertRefused(code, named, call);
        assertThat(agent.workloads(Owner.EMBEDDER)).isEmpty();
        assertThat(agent.actions(Owner.EMBEDDER)).isEmpty();
        assertThat(containers()).isEmpty();
    }

    private void assertInvalid(String field, Consumer<ContainerSpec.Builder> change) {
        assertNothingComesOf(ErrorCode.INVALID_INPUT, field, () -> apply(change));
    }

    private void apply(Consumer<ContainerSpec.Builder> change) {
        ContainerSpec.Builder spec = SPEC.toBuilder();
        change.accept(spec);
        agent.apply(ApplyWorkload.of("web", spec.build()));
    }

    @Test
    void ids() {
        for (String id :
                List.of("", " ", ".", "..", "../../etc", "a/b", "a\nb", "a\0b", "\u001b[31m", "a".repeat(300))) {
            assertNothingComesOf(ErrorCode.INVALID_INPUT, "workload id", () -> agent.apply(ApplyWorkload.of(id, SPEC)));
        }
        assertThat(directory).isDirectoryNotContaining("glob:**/etc");
    }

    @Test
    void images() {
        for (String image : List.of("", " ", "Upper:1", "a b", "a\nb", "-x", "../x:1", "x:", "x".repeat(600))) {
            assertInvalid("image", spec -> spec.image(image));
        }
    }

    @Test
    void portsThatClash() {
        assertInvalid(
                "ports", spec -> spec.network(NetworkMode.BRIDGE).port(8080, 80).port(8080, 81));
        assertInvalid(
                "ports",
                spec -> spec.network(NetworkMode.BRIDGE)
                        .port(8080, 80)
                        .port(new PortMapping("127.0.0.1", 8080, 81, PortMapping.Protocol.TCP)));
        assertInvalid("ports", spec -> spec.port(8080, 80));
        assertInvalid("ports.hostPort", spec -> spec.port(65_536, 80));
        assertInvalid("ports.containerPort", spec -> spec.port(80, 0));
    }

    @Test
    void aPortThatTheHostHasGivenAway() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertPortRefused("", taken.getLocalPort());
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertPortRefused("127.0.0.1", taken.getLocalPort());
        }
    }

    private void assertPortRefused(String address, int port) {
        PortMapping wanted = new PortMapping(address, port, 80, PortMapping.Protocol.TCP);
        for (String named : List.of("ports.hostPort", String.valueOf(port))) {
            assertNothingComesOf(
                    ErrorCode.PORT_IN_USE,
                    named,
                    () -> apply(spec -> spec.network(NetworkMode.BRIDGE).port(wanted)));
        }
    }

    @Test
    void pathsOutsideOfWhatIsAllowed() throws IOException {
        Path allowed = Files.createDirectory(directory.resolve("allowed"));
        Files.createDirectories(directory.resolve("outside/below"));
        Files.createSymbolicLink(allowed.resolve("link"), directory.resolve("outside"));
        Files.createSymbolicLink(allowed.resolve("chain"), Path.of("link"));
        Files.createSymbolicLink(allowed.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(allowed.resolve("dangling"), directory.resolve("nowhere"));
        for (String path : List.of("/", "/etc", "/var/run/docker.sock", data().toString())) {
            assertDenied(path);
        }
        for (String inside : List.of("link", "link/below", "chain", "up", "dangling", "dangling/x")) {
            assertDenied(allowed + "/" + inside);
        }
        assertInvalid("volumes.hostPath", spec -> spec.volume(allowed + "/../outside", "/data"));
        assertInvalid("volumes.hostPath", spec -> spec.volume("relative", "/data"));
        assertInvalid("volumes.hostPath", spec -> spec.volume("", "/data"));
        assertInvalid("volumes.containerPath", spec -> spec.volume(allowed.toString(), "data"));
        assertInvalid("volumes.hostPath", spec -> spec.volume(allowed + "/missing", "/data"));
        assertThat(allowed.resolve("missing")).doesNotExist();
    }

    private void assertDenied(String path) {
        for (String named : List.of("volumes.hostPath", path, "policy.paths")) {
            assertNothingComesOf(ErrorCode.POLICY_DENIED, named, () -> apply(spec -> spec.volume(path, "/data")));
        }
    }

    @Test
    void limitsThatDockerCantKeep() {
        assertInvalid("resources.memoryBytes", spec -> spec.limits(ContainerLimits.NONE.withMemory((6 << 20) - 1)));
        assertInvalid("resources.memoryBytes", spec -> spec.limits(ContainerLimits.NONE.withMemory(0)));
        assertInvalid("resources.cpus", spec -> spec.limits(ContainerLimits.NONE.withCpus(0)));
        assertInvalid("resources.cpus", spec -> spec.limits(ContainerLimits.NONE.withCpus(Double.NaN)));
        assertInvalid(
                "resources.swapBytes", spec -> spec.limits(limits(OptionalLong.of(1 << 20), OptionalInt.empty())));
        assertInvalid("resources.processes", spec -> spec.limits(limits(OptionalLong.empty(), OptionalInt.of(0))));
    }

    private static ContainerLimits limits(OptionalLong swap, OptionalInt processes) {
        return new ContainerLimits(
                ContainerLimits.NONE.cpus(), OptionalInt.empty(), OptionalLong.empty(), swap, processes);
    }

    @Test
    void namesThatNobodyKnows() {
        for (String driver : List.of("nfs", "ceph-rbd", "zfs")) {
            assertInvalid("managedVolumes.driver", spec -> spec.managedVolume(volume(driver)));
            assertInvalid("'" + driver + "'", spec -> spec.managedVolume(volume(driver)));
        }
        assertInvalid("hostAccess.capabilities", spec -> spec.access(capability("FLY")));
        assertNothingComesOf(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "'ship'",
                () -> agent.apply(ApplyWorkload.of("web", new CustomSpec("ship", "{}"))));
        assertInvalid("restart.retries", spec -> spec.restart(RestartPolicy.onFailure(-1)));
    }

    private static ManagedVolume volume(String driver) {
        return new ManagedVolume("data", driver, "/data", false, false);
    }

    private static HostAccess capability(String name) {
        return new HostAccess(false, false, false, Set.of(name), Set.of());
    }

    @Test
    void powersThatNobodyHasAllowed() {
        assertDenied("privileged", new HostAccess(true, false, false, Set.of(), Set.of()));
        assertDenied("host-pid", new HostAccess(false, true, false, Set.of(), Set.of()));
        assertDenied("host-ipc", new HostAccess(false, false, true, Set.of(), Set.of()));
        assertDenied("capability:SYS_ADMIN", capability("CAP_SYS_ADMIN"));
        assertDenied("device:/dev/kmsg", new HostAccess(false, false, false, Set.of(), Set.of("/dev/kmsg")));
        assertNothingComesOf(
                ErrorCode.POLICY_DENIED,
                "policy.allow=host-network",
                () -> apply(spec -> spec.network(NetworkMode.HOST)));
    }

    private void assertDenied(String ability, HostAccess access) {
        assertNothingComesOf(
                ErrorCode.POLICY_DENIED, "policy.allow=" + ability, () -> apply(spec -> spec.access(access)));
    }

    @Test
    void settingsThatNobodyKnows() {
        for (Map<String, String> settings :
                List.of(Map.of("pull", "sometimes"), Map.of("log-max-size", "ten"), Map.of("log-max-files", "0"))) {
            String name = settings.keySet().iterator().next();
            AgentConfig config = AgentConfig.builder(directory.resolve("other"))
                    .provider("containers", settings)
                    .build();
            assertRefused(
                    ErrorCode.INVALID_INPUT,
                    "containers." + name,
                    () -> Agent.start(config).close());
        }
    }

    @Test
    void anotherSpecForARevisionThatIsThere() throws InterruptedException {
        String container = running(ApplyWorkload.of("web", SPEC).revision("rev-1"));
        String started = startedAt(container);

        ContainerSpec other = SPEC.toBuilder().env("A", "b").build();
        assertRefused(
                ErrorCode.CONFLICT,
                "revision 'rev-1'",
                () -> agent.apply(ApplyWorkload.of("web", other).revision("rev-1")));

        assertThat(now(WEB).status().failure()).isEmpty();
        assertThat(agent.actions(Owner.EMBEDDER)).hasSize(1);
        assertThat(container(now(WEB))).isEqualTo(container);
        assertThat(startedAt(container)).isEqualTo(started);
    }
}
