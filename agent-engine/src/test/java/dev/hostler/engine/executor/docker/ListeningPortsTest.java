package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningPortsTest {
    @Test
    void areThoseOfListenersThatOthersReach() {
        ListeningPorts ports = ListeningPorts.parse(List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue",
                "   0: 00000000:1F90 00000000:0000 0A 0",
                "   1: 020011AC:0050 00000000:0000 0A 0",
                "   2: 0B00007F:9C40 00000000:0000 0A 0",
                "   3: 020011AC:C350 030011AC:0016 01 0",
                "   4: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A 0",
                "   5: 00000000000000000000000001000000:0CEA 00000000000000000000000000000000:0000 0A 0"));

        assertThat(ports.ports()).containsExactlyInAnyOrder(8080, 80, 5432);
    }

    @Test
    void areReadFromTheKernel() throws IOException {
        Path self = Path.of("/proc/self");
        try (ServerSocket open = new ServerSocket(0);
                ServerSocket loop = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListeningPorts ports = ListeningPorts.read(self);

            assertThat(ports.reach(open.getLocalPort())).isTrue();
            assertThat(ports.reach(loop.getLocalPort())).isFalse();
        }
    }
}
