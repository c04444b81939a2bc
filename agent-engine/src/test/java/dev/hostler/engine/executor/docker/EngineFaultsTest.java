package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.engine.archive.ArchiveLimits;
import dev.hostler.engine.archive.ArchiveTarget;
import dev.hostler.engine.docker.FakeEngineScenario;
import dev.hostler.engine.testing.FakeEngine;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.testkit.SandboxBench;
import dev.hostler.testkit.TestCancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineFaultsTest extends FakeEngineScenario {
    private final List<String> notices = new ArrayList<>();

    private JobExecutor executor(String host) {
        return new DockerExecutorProvider().create(TestContext.of("test", scheduler, Map.of("host", host)));
    }

    @Test
    void anEngineThatNeverAnswersDelaysTheFingerprintByLessThanFiveSeconds() {
        engine.answer("_ping", FakeEngine.SILENCE);
        long begin = scheduler.nanoTime();

        try (JobExecutor executor = executor(engine.address())) {
            Fingerprint fingerprint = executor.fingerprint();

            assertThat(fingerprint.available()).isFalse();
            assertThat(fingerprint.summary()).contains("no answer within");
        }
        assertThat(Duration.ofNanos(scheduler.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aSandboxOfAnEngineThatDoesNotAnswerIsUnknownAndNeverEnded() {
        engine.answerPing("1.41").answer("/containers/", FakeEngine.json(500, "{\"message\":\"trouble\"}"));
        SandboxHandle handle = DockerRecord.listed("c0ffee").toHandle("one");

        try (JobExecutor executor = executor(engine.address())) {
            assertThat(executor.recover(handle).state()).isEqualTo(new SandboxState.Unknown("trouble"));
            engine.close();
            assertThat(executor.recover(handle).state()).isInstanceOf(SandboxState.Unknown.class);
            assertThatThrownBy(executor::sandboxes)
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
            assertThatThrownBy(() -> executor.recover(handle).destroy())
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
        }
    }

    @Test
    void refusesAnEngineThatIsTooOld() {
        engine.answerPing("1.24");

        try (JobExecutor executor = executor(engine.address())) {
            assertThat(executor.fingerprint().available()).isFalse();
            assertThat(executor.fingerprint().summary()).contains("1.24 is too old");
        }
    }

    @Test
    void asksForAnImageAheadOfTheJobAndPullsNothing() {
        engine.answerPing("1.41").answer("/images/", FakeEngine.json(404, "{\"message\":\"no such image\"}"));
        Map<String, String> settings = Map.of("host", engine.address(), "ask-ahead", "first:image");

        new DockerExecutorProvider()
                .create(TestContext.of("test", scheduler, settings))
                .close();

        assertThat(engine.requests())
                .anyMatch(line -> line.contains("/images/first:image/json"))
                .noneMatch(line -> line.contains("create"));
    }

    @Test
    void askingAheadInVainIsNoReasonNotToStart() {
        engine.close();
        Map<String, String> settings = Map.of("host", engine.address(), "ask-ahead", "first:image");

        try (JobExecutor executor = new DockerExecutorProvider().create(TestContext.of("test", scheduler, settings))) {
            assertThat(executor.fingerprint().available()).isFalse();
        }
    }

    @Test
    void closingTheExecutorEndsAPullThatGoesAheadOfTheJobs() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.SILENCE);
        Map<String, String> settings = Map.of("host", engine.address(), "pre-pull", "first/image,second/image");
        JobExecutor executor = new DockerExecutorProvider().create(TestContext.of("test", scheduler, settings));
        await().until(() -> engine.requests().stream().anyMatch(line -> line.contains("first%2Fimage")));

        executor.close();

        await().until(() -> threads("docker-p").isEmpty());
        assertThat(engine.requests()).noneMatch(line -> line.contains("second"));
    }

    @Test
    void anImageThatNobodyHasChosenIsTriedOnceAndAChosenOneAgain() {
        engine.answerPing("1.41").answer("/images/create", FakeEngine.stream("{\"error\":\"connection refused\"}\r\n"));

        assertThat(openWithoutImage(Map.of("host", engine.address()))).contains("IMAGE_UNAVAILABLE");
        assertThat(notices).containsExactly("pulling image busybox:latest");

        assertThat(openWithoutImage(Map.of("host", engine.address(), "default-image", "a:b")))
                .isEqualTo("interrupted");
        assertThat(notices).last().asString().contains("image a:b: trying again in 1 s");
    }

    /** Cancels as soon as it would be tried again. */
    private String openWithoutImage(Map<String, String> settings) {
        TestCancellation token = new TestCancellation();
        SandboxSpec spec = SandboxBench.create(directory.resolve("bench-" + settings.size()))
                .spec("one", Optional.empty());
        try (JobExecutor executor = new DockerExecutorProvider().create(TestContext.of("test", scheduler, settings))) {
            executor.open(
                    spec,
                    line -> {
                        notices.add(line);
                        if (line.contains("again")) {
                            token.cancel();
                        }
                    },
                    token);
            return "opened";
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (AgentException e) {
            return e.code().name();
        }
    }

    @Test
    void saysWhatToDoWhenNoEngineIsThere() {
        try (JobExecutor executor = executor("unix://" + directory.resolve("none.sock"))) {
            Fingerprint fingerprint = executor.fingerprint();

            assertThat(fingerprint.available()).isFalse();
            assertThat(fingerprint.summary()).contains("none.sock").contains("start dockerd");
        }
    }

    @Test
    void anAddressOfAnotherKindIsRefusedAtOnceWithTheReason() {
        try (JobExecutor executor = executor("ssh://somebody@192.0.2.1")) {
            assertThat(executor.fingerprint().available()).isFalse();
            assertThat(executor.fingerprint().summary())
                    .contains("ssh://somebody@192.0.2.1")
                    .contains("tcp://HOST:PORT");
            assertThatThrownBy(() -> executor.open(
                            SandboxBench.create(directory.resolve("bench/one")).spec("one", Optional.empty()),
                            notices::add,
                            CancellationToken.NONE))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
        }
    }

    @Test
    void aRemoteEngineThatDoesNotAnswerIsUnavailableInTime() {
        long begin = scheduler.nanoTime();
        try (JobExecutor executor = executor("tcp://192.0.2.1:2375")) {
            assertThat(executor.fingerprint().available()).isFalse();
            assertThat(executor.fingerprint().summary()).contains("tcp://192.0.2.1:2375");
        }
        assertThat(Duration.ofNanos(scheduler.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    private ContainerArchives archives() {
        return new ContainerArchives(connection, scheduler, "c0ffee", SHORT);
    }

    @Test
    void copyingIsGivenUpWhenNothingPassesAndLeavesNoThread() {
        engine.answerPing("1.41").answer("/archive", FakeEngine.SILENCE);

        assertThatThrownBy(() -> archives().copyOut("/", archive -> {}))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageContaining("copy files out")
                .hasMessageContaining("no answer within 300 ms");
        await().atMost(LONG).until(() -> threads("docker-copy").isEmpty());
    }

    @Test
    void copyingOutPassesOnWhatTheReaderSaysOfAnArchiveThatWasCut() throws IOException {
        engine.answerPing("1.41").answer("/archive", FakeEngine.cutStream("half a block"));
        ArchiveTarget target = new ArchiveTarget(
                Files.createDirectories(directory.resolve("out")), new ArchiveLimits(10, 1000), Set.of());

        assertThatThrownBy(() -> archives().copyOut("/workspace", target::unpack))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aProgramTheEngineDoesNotKnowIsForgottenAndOneItCannotTellOfIsUnknown() throws InterruptedException {
        engine.answerPing("1.41")
                .answer("/containers/c0ffee/exec", FakeEngine.json(201, "{\"Id\":\"beef\"}"))
                .answer("/exec/beef/start", FakeEngine.cutStream(""))
                .answer("/exec/beef/json", FakeEngine.json(404, "{\"message\":\"No such exec instance\"}"));
        AttachedCommand command = new AttachedCommand(List.of("true"), "", false);

        try (AttachedProcess program = new ContainerPrograms(connection, "c0ffee").start(command, bytes -> {})) {
            await().atMost(LONG).until(program::isDrained);
            assertThat(program.state()).isEqualTo(new AttachedProcess.State.Forgotten());
            engine.answer("/exec/beef/json", FakeEngine.json(500, "{\"message\":\"trouble\"}"));
            assertThat(program.state()).isEqualTo(new AttachedProcess.State.Unknown("trouble"));
        }
    }
}
