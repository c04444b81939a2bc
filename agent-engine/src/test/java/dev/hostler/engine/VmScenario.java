package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.BootSector;
import dev.hostler.engine.testing.LibvirtHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent that keeps machines on the real libvirt, and the look at what it leaves. Confined to one thread. */
abstract class VmScenario {
    static final Duration LONG = Duration.ofSeconds(180);
    static final WorkloadKey VM = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("moth"));

    @TempDir
    Path directory;

    LibvirtHost libvirt;
    Agent agent;
    private String prefix;

    @BeforeEach
    final void open() throws IOException {
        libvirt = LibvirtHost.require();
        prefix = "hostler-" + MortalAgent.agentId(directory.resolve("data"));
        openHost();
        start();
    }

    /** Makes what a test needs of the host. */
    void openHost() throws IOException {}

    /** Gives back what a test needed of the host; called after everything else. */
    void leaveHost() {}

    @AfterEach
    final void leave() throws InterruptedException {
        try {
            for (Workload left : agent.workloads(Owner.EMBEDDER)) {
                WorkloadHandle handle = agent.workload(left.key()).orElseThrow();
                handle.delete(true);
                assertThat(handle.awaitGone(LONG)).as("gone: %s", left).isTrue();
            }
        } finally {
            agent.close();
            try {
                assertThat(domains()).as("machines that are left").isEmpty();
                assertThat(files()).as("files that are left").isEmpty();
            } finally {
                leaveHost();
                libvirt.close();
            }
        }
    }

    void start() {
        agent = Agent.start(config().build());
    }

    AgentConfig.Builder config() {
        return config(directory.resolve("data"), settings());
    }

    Map<String, String> settings() {
        return new HashMap<>(Map.of("directory", libvirt.directory().toString(), "acceleration", "qemu"));
    }

    static AgentConfig.Builder config(Path data, Map<String, String> settings) {
        return AgentConfig.builder(data)
                .disable("containers")
                .provider("policy", Map.of("paths", settings.get("directory")))
                .provider("vms", settings);
    }

    /** Returns the names of this agent's domains. */
    final List<String> domains() {
        return virsh("list", "--all", "--name")
                .lines()
                .map(String::strip)
                .filter(name -> name.startsWith(prefix()))
                .toList();
    }

    /** Asks the libvirt that the agent is on. */
    String virsh(String... words) {
        return libvirt.virsh(words);
    }

    final String prefix() {
        return prefix;
    }

    final List<Path> files() {
        Path files = libvirt.directory().resolve(prefix());
        if (Files.notExists(files)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(files)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A machine of one sector, which is made a disk that it can write to besides. */
    final VmSpec.Builder machine(BootSector guest) {
        try {
            Path disk = libvirt.directory().resolve(guest.name() + ".raw");
            if (Files.notExists(disk)) {
                guest.write(disk, "");
            }
            return VmSpec.builder(1, 64L << 20)
                    .acceleration(VmAcceleration.QEMU)
                    .stopGrace(Duration.ofSeconds(5))
                    .disk(VmDisk.at("vda", disk.toString())
                            .as(VmDisk.Format.RAW)
                            .forReading()
                            .bootable());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final WorkloadHandle running(VmSpec spec) {
        return running(ApplyWorkload.of("moth", spec));
    }

    final WorkloadHandle running(ApplyWorkload wish) {
        WorkloadHandle handle = agent.apply(wish).handle();
        awaitPhase(handle, WorkloadPhase.RUNNING);
        return handle;
    }

    static void awaitPhase(WorkloadHandle handle, WorkloadPhase phase) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(handle.workload().status().phase())
                        .as("%s", handle.workload().status())
                        .isEqualTo(phase));
    }

    /** Returns the number under which libvirt runs a domain; another one after each start. */
    String domainId(WorkloadHandle handle) {
        return virsh("domid", handle.workload().status().details().get("vm.domain"))
                .strip();
    }

    static void assertRefused(ErrorCode code, String named, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(named)
                .hasMessageMatching("Cannot .+ '.*': .+; .+");
    }
}
