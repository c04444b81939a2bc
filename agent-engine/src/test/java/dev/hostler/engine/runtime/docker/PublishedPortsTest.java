package dev.hostler.engine.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.PortMapping;
import dev.hostler.api.workload.PortMapping.Protocol;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ports of the host: those that are asked for, those that the engine chooses, those that others have. */
class PublishedPortsTest extends ContainerTest {
    private static ContainerSpec.Builder open(PortMapping... ports) {
        ContainerSpec.Builder spec = ContainerBench.forever().network(NetworkMode.BRIDGE);
        List.of(ports).forEach(spec::port);
        return spec;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void portsAreToldWithThoseThatTheEngineChose() throws Exception {
        int fixed = freePort();
        InstanceHandle handle = start(open(
                        PortMapping.tcp(fixed, 80),
                        PortMapping.tcp(0, 81),
                        new PortMapping("127.0.0.1", 0, 82, Protocol.UDP))
                .build());

        Instance instance = see(handle);

        assertThat(instance.address()).isPresent();
        assertThat(instance.ports()).hasSize(3).contains(PortMapping.tcp(fixed, 80));
        assertThat(instance.ports())
                .filteredOn(port -> port.containerPort() == 81)
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.hostPort()).isPositive();
                    assertThat(port.hostAddress()).isEmpty();
                });
        assertThat(instance.ports())
                .filteredOn(port -> port.containerPort() == 82)
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.hostPort()).isPositive();
                    assertThat(port.hostAddress()).isEqualTo("127.0.0.1");
                    assertThat(port.protocol()).isEqualTo(Protocol.UDP);
                });
        runtime.stop(handle, GRACE);
        assertThat(see(handle).ports()).isEmpty();
        assertThat(see(handle).address()).isEmpty();
    }

    @Test
    void aPortThatAProgramHasIsFoundBeforeAndNamedAtTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            ContainerSpec spec = open(PortMapping.tcp(taken.getLocalPort(), 80)).build();

            assertPortInUse(runtime.preflight(newKey(), spec), taken.getLocalPort());
            InstanceHandle handle = create(spec);
            assertRefused(ErrorCode.PORT_IN_USE, () -> runtime.start(handle));

            assertThat(see(handle).state()).isEqualTo(Instance.State.CREATED);
            taken.close();
            runtime.start(handle);
            assertThat(see(handle).state()).isEqualTo(Instance.State.RUNNING);
        }
    }

    @Test
    void aPortOfUdpIsAnotherPort() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            int port = taken.getLocalPort();

            assertThat(runtime.preflight(
                            newKey(), open(PortMapping.tcp(port, 80)).build()))
                    .isEmpty();
            assertPortInUse(
                    runtime.preflight(
                            newKey(),
                            open(new PortMapping("", port, 80, Protocol.UDP)).build()),
                    port);
        }
    }

    @Test
    void aPortThatAnotherWorkloadHasIsFoundBeforeAndNamedAtTheStart() throws Exception {
        ContainerSpec spec = open(PortMapping.tcp(freePort(), 80)).build();
        InstanceHandle first = start(spec);

        List<Failure> findings = runtime.preflight(newKey(), spec);
        InstanceHandle second = create(spec);
        assertRefused(ErrorCode.PORT_IN_USE, () -> runtime.start(second));

        assertPortInUse(findings, spec.ports().get(0).hostPort());
        assertThat(findings.get(0).message()).contains(see(first).details().getOrDefault("container.name", "?"));
        assertThat(runtime.preflight(first.workload(), spec)).as("its own port").isEmpty();
    }

    private static void assertPortInUse(List<Failure> findings, int port) {
        assertThat(findings).extracting(Failure::code).containsExactly(ErrorCode.PORT_IN_USE);
        assertThat(findings.get(0).message())
                .contains(String.valueOf(port))
                .contains("ports.hostPort")
                .matches("Cannot .+ '.+': .+; .+");
    }

    @Test
    void aStartThatFailsForAnotherReasonDoesNotBlameThePort() throws Exception {
        InstanceHandle handle = create(open(PortMapping.tcp(freePort(), 80))
                .command("/no/such/program")
                .build());

        assertRefused(ErrorCode.INVALID_INPUT, () -> runtime.start(handle));
    }
}
