package dev.hostler.launcher.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The long-running agent, from its self-contained jar. */
class AgentIT extends EndToEnd {
    private static final Path DEPLOY = Path.of(System.getProperty("hostler.examples"), "deploy");

    @Test
    void startsAgainOnItsDataDirectoryAfterItWasStopped() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (HostlerRun agent = hostler("agent")) {
                agent.awaitLine("The agent serves: data directory ");
                agent.signal("TERM");

                assertThat(agent.exitCode()).isEqualTo(143);
                assertThat(agent.output()).endsWith("The agent has stopped\n");
            }
        }
    }

    @Test
    void twoAgentsDoNotShareADataDirectory() throws Exception {
        try (HostlerRun first = hostler("agent")) {
            first.awaitLine("The agent serves");
            try (HostlerRun second = hostler("agent")) {
                assertThat(second.exitCode()).isEqualTo(3);
                assertThat(second.errors())
                        .contains("Cannot open data directory")
                        .contains(Long.toString(first.pid()));
            }
            first.signal("TERM");
            assertThat(first.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void theExampleForSystemdIsInOrder() throws Exception {
        List<String> unit = Files.readAllLines(DEPLOY.resolve("hostler.service"));
        assertThat(unit)
                .contains("KillMode=process", "Delegate=yes")
                .contains("ExecStart=/usr/bin/hostler agent --config /etc/hostler/agent.yaml");
        try (HostlerRun check = hostler(
                Map.of(), "agent", "--config", DEPLOY.resolve("agent.yaml").toString(), "--check-config")) {
            assertThat(check.exitCode()).as(check.errors()).isZero();
            assertThat(check.output()).contains("slots 4");
        }
    }
}
