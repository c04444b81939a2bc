package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examination on the real host, with data directories and engines that are not well. */
@Timeout(60)
class AgentExaminationTest {
    @TempDir
    private Path home;

    private AgentConfig.Builder config() {
        return AgentConfig.builder(home.resolve("data")).minimumFreeBytes(1);
    }

    private static Finding about(String subject, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing about " + subject + " in " + findings));
    }

    private static void requireProblem(Finding finding, String cause, String remedy) {
        assertThat(finding.level()).isEqualTo(Level.PROBLEM);
        assertThat(finding.text()).contains(cause);
        assertThat(finding.remedy()).contains(remedy);
    }

    @Test
    void looksAtEverythingAndMakesNothing() throws IOException {
        List<Finding> findings = Agent.examine(config().build());

        assertThat(findings)
                .extracting(Finding::subject)
                .containsSubsequence(
                        "data directory",
                        "state key",
                        "disk",
                        "isolation docker",
                        "isolation process",
                        "control groups",
                        "runtime containers",
                        "compose",
                        "libvirt",
                        "git",
                        "policy");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.remedy().isEmpty()).isEqualTo(finding.level() == Level.OK);
            assertThat(finding.text()).isNotBlank().doesNotContain("\n");
        });
        assertThat(about("data directory", findings).text()).contains("made by the first start");
        assertThat(about("isolation docker", findings).level()).isEqualTo(Level.OK);
        assertThat(about("policy", findings).text()).contains("/data", "/srv", "/mnt", "/opt/data", "none");
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anAgentThatRunsIsNoTrouble() {
        AgentConfig config = config().build();
        Agent agent = Agent.start(config);
        try {
            List<Finding> findings = Agent.examine(config);

            assertThat(about("data directory", findings).text())
                    .contains("used by the agent with the process id "
                            + ProcessHandle.current().pid());
            assertThat(about("state key", findings).text()).contains("state.key");
            assertThat(findings).noneMatch(finding -> finding.level() == Level.PROBLEM);
        } finally {
            agent.close();
        }
        assertThat(about("data directory", Agent.examine(config)).text()).contains("none uses it");
    }

    @Test
    void tellsWhyADirectoryCantBeUsed() throws IOException {
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("thesis.txt"), "mine");

        requireProblem(
                about("data directory", Agent.examine(config().build())), "no agent's, such as thesis.txt", "choose");
        assertThat(data.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void tellsThatAFileIsNoDirectory() throws IOException {
        Files.writeString(home.resolve("data"), "mine");

        requireProblem(about("data directory", Agent.examine(config().build())), "is no directory", "choose another");
    }

    @Test
    void tellsWhatIsWrongWithTheKey() throws IOException {
        AgentConfig config = config().build();
        Agent.start(config).close();
        Path key = home.resolve("data").resolve("state.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        requireProblem(about("state key", Agent.examine(config)), "others than its owner", "chmod 600");

        Files.delete(key);
        requireProblem(
                about("state key", Agent.examine(config)), "the key that it was written with is gone", "restore");
    }

    @Test
    void aFullDiskIsAProblem() {
        AgentConfig config = config().minimumFreeBytes(Long.MAX_VALUE).build();

        requireProblem(about("disk", Agent.examine(config)), "GiB are free for", "free some space");
    }

    @Test
    void settingsOfNobodyAreAProblemAndTheRestIsStillLookedAt() {
        List<Finding> findings =
                Agent.examine(config().provider("dokcer", Map.of("a", "b")).build());

        requireProblem(about("configuration", findings), "there is no such provider", "use one of");
        assertThat(about("git", findings).level()).isEqualTo(Level.OK);
    }

    @Test
    void aPolicyThatCantBeReadIsAProblem() {
        List<Finding> findings = Agent.examine(
                config().provider("policy", Map.of("alow", "privileged")).build());

        requireProblem(about("policy", findings), "there is no such setting", "use allow or paths");
    }

    @Test
    void withoutAnyIsolationThereIsNoJob() {
        List<Finding> findings =
                Agent.examine(config().disable("docker").disable("process").build());

        requireProblem(about("jobs", findings), "no isolation can be used", "repair");
    }

    @Test
    void anEngineThatIsNotThereIsAWarningWithItsRemedy() {
        AgentConfig config = config().provider("docker", Map.of("host", "unix://" + home.resolve("no.sock")))
                .build();

        Finding docker = about("isolation docker", Agent.examine(config));

        assertThat(docker.level()).isEqualTo(Level.WARNING);
        assertThat(docker.remedy()).contains("start dockerd");
    }

    @Test
    void anEngineThatNeverAnswersHoldsNobodyUp() throws IOException {
        Path socket = home.resolve("d.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            AgentConfig config = config().provider("docker", Map.of("host", "unix://" + socket))
                    .build();
            long start = System.nanoTime();

            Finding docker = about("isolation docker", Agent.examine(config));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
            assertThat(docker.level()).isEqualTo(Level.WARNING);
            assertThat(docker.text()).contains("no answer");
        }
    }
}
