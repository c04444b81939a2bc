package dev.hostler.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.node.NodeInfo;
import dev.hostler.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
    private final ManualScheduler scheduler = new ManualScheduler();

    @TempDir
    Path proc;

    private void cpu(String line) throws IOException {
        Files.writeString(proc.resolve("stat"), line + "\ncpu0 1 1 1 1\n");
    }

    private Node node() {
        return new Node("agent-1", proc, scheduler, new KernelFiles(proc));
    }

    @Test
    void thisMachineHasMemoryDiskAndProcessors() {
        NodeInfo info = new Node("agent-1", proc, scheduler).info();

        assertThat(info.agentId()).isEqualTo("agent-1");
        assertThat(info.processors()).isPositive();
        assertThat(info.hostName()).isNotBlank();
        assertThat(info.memory().orElseThrow().totalBytes()).isGreaterThan(1 << 28);
        assertThat(info.memory().orElseThrow().usedPercent()).isBetween(0.1, 100.0);
        assertThat(info.disk().orElseThrow().freeBytes()).isPositive();
    }

    @Test
    void theLoadIsTakenBetweenTwoReadings() throws IOException {
        cpu("cpu  100 0 100 700 100 0 0 0 50 0");
        Node node = node();
        scheduler.advance(Duration.ofSeconds(2));
        cpu("cpu  150 0 125 750 175 0 0 0 90 0");

        assertThat(node.info().cpuPercent().orElseThrow()).isEqualTo(37.5);

        cpu("cpu  950 0 925 750 175 0 0 0 90 0");
        assertThat(node.info().cpuPercent().orElseThrow()).as("too soon").isEqualTo(37.5);
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(node.info().cpuPercent().orElseThrow()).isEqualTo(100);
    }

    @Test
    void memoryIsWhatNewWorkCanHave() throws IOException {
        Files.writeString(
                proc.resolve("meminfo"), "MemTotal:        1000 kB\nMemFree:  1 kB\nMemAvailable:    250 kB\n");

        NodeInfo.Space memory = node().info().memory().orElseThrow();

        assertThat(memory).isEqualTo(new NodeInfo.Space(1_024_000, 256_000));
        assertThat(memory.usedPercent()).isEqualTo(75);
    }

    @Test
    void whatCantBeReadIsLeftOut() {
        NodeInfo info = node().info();

        assertThat(info.memory()).isEmpty();
        assertThat(info.cpuPercent()).isEmpty();
    }
}
