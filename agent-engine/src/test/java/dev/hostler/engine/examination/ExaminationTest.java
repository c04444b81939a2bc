package dev.hostler.engine.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ExaminationTest {
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final HostPrograms programs;
    private final Path run;

    ExaminationTest(@TempDir Path run) {
        this.run = run;
        this.programs = new HostPrograms(new OsProcessLauncher(scheduler), run);
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    private static Question said(String subject) {
        return new Question(subject, () -> List.of(Finding.ok(subject, "well")));
    }

    @Test
    void aQuestionWithoutAnAnswerHoldsUpNoOther() {
        CountDownLatch never = new CountDownLatch(1);
        Question silent = new Question("mute", () -> {
            never.await();
            return List.of();
        });

        List<Finding> findings =
                new Examination(scheduler, Duration.ofMillis(200)).ask(List.of(said("a"), silent, said("b")));

        assertThat(findings)
                .extracting(Finding::subject, Finding::level)
                .containsExactly(tuple("a", Level.OK), tuple("mute", Level.PROBLEM), tuple("b", Level.OK));
        assertThat(findings.get(1).text()).isEqualTo("no answer within 200 ms");
    }

    @Test
    void whatIsThrownIsAFinding() {
        List<Finding> findings = new Examination(scheduler, Duration.ofSeconds(5))
                .ask(List.of(
                        new Question("disk", () -> {
                            throw new IOException("broken pipe");
                        }),
                        new Question("plugin", () -> {
                            throw new NoClassDefFoundError("x/Y");
                        })));

        assertThat(findings).extracting(Finding::level).containsOnly(Level.PROBLEM);
        assertThat(findings.get(0).text()).contains("broken pipe");
        assertThat(findings.get(1).text()).contains("x/Y");
    }

    @Test
    void libvirtIsMissedOnlyWhereItsDaemonIs() throws IOException {
        assertThat(programs.libvirt().get(0).level()).isEqualTo(Level.WARNING);
        assertThat(programs.libvirt().get(0).remedy()).contains("install");

        Path socket = Files.createDirectories(run.resolve("libvirt")).resolve("libvirt-sock");
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(socket));
            assertThat(programs.libvirt().get(0).text()).contains("answers at " + socket);
        }
        assertThat(programs.libvirt().get(0).text()).contains("nobody answers at " + socket);
        assertThat(programs.libvirt().get(0).remedy()).contains("start libvirtd");
    }

    @Test
    void composeIsFoundOrItsRemedyTold() throws InterruptedException {
        Finding compose = programs.compose().get(0);

        assertThat(compose.level() == Level.OK)
                .as(compose.toString())
                .isEqualTo(compose.text().matches("docker.compose \\S*\\d+\\.\\d+.*"));
    }

    @Test
    void weakProcessesAreWarningsAndTellTheRemedy() {
        Fingerprint weak = Fingerprint.available("", "plain session", Set.of(new Capability("process.limits.cpu")));

        List<Finding> findings = ExecutorLook.isolation(Map.of("process", weak));

        assertThat(findings)
                .extracting(Finding::subject, Finding::level)
                .containsExactly(tuple("isolation process", Level.WARNING), tuple("control groups", Level.WARNING));
        assertThat(findings.get(1).text()).contains("memory, pids").doesNotContain("cpu");
    }

    @Test
    void aRuntimeThatIsMissingIsAWarning() {
        List<Finding> findings =
                ExecutorLook.runtimes(Map.of("vm", Fingerprint.unavailable("no libvirt is here; install it")));

        assertThat(findings)
                .containsExactly(new Finding("runtime vm", Level.WARNING, "no libvirt is here", "install it"));
    }
}
