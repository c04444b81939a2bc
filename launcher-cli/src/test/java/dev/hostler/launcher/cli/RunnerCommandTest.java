package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hostler runner} on a real engine, with a program that is there already and plays a runner. */
class RunnerCommandTest {
    private static final String SERVES = """
            echo "Current runner version: '2.330.0'"
            echo "2026-01-01 00:00:00Z: Listening for Jobs"
            echo "2026-01-01 00:00:00Z: Running job: build"
            echo "2026-01-01 00:00:00Z: Job build completed with result: Succeeded"
            rm -f .runner
            """;
    private static final String WAITS = """
            trap 'echo drained; exit 143' TERM
            echo "2026-01-01 00:00:00Z: Listening for Jobs"
            sleep 1000 &
            wait
            """;

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void prepare() throws IOException {
        environment.put("HOSTLER_DATA_DIR", home.resolve("data").toString());
        environment.put("HOSTLER_RUNNER_PREINSTALLED", home.resolve("program").toString());
        environment.put("HOSTLER_RUNNER_FETCH_FREE", "1KiB");
        environment.put("HOSTLER_RUNNER_JOB_FREE", "1KiB");
        environment.put("HOSTLER_RUNNER_TOKEN", "the-secret-token");
        environment.put("HOSTLER_RUNNER_SCOPE", "acme/app");
        script("config.sh", "echo {} >.runner; echo \"registered $*\"");
        script("bin/Runner.Listener", "exit 0");
        script("run.sh", SERVES);
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve("program").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Invocation invocation() {
        return new Invocation(
                environment,
                home,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                false,
                Agent::start);
    }

    private int run(String... args) {
        return new Hostler(invocation()).run(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void servesAJobAndSaysSo() {
        assertThat(run("runner")).as(err()).isZero();

        assertThat(out())
                .contains(
                        "registered --unattended --ephemeral --replace --url https://github.com/acme/app",
                        "Job build completed");
        assertThat(err()).contains("COMPLETED: success: it has served job 'build' with result Succeeded");
        assertThat(out() + err()).doesNotContain("the-secret");
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(home.resolve("data/runner/runtimes/runners/instances")).isEmptyDirectory();
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(ProcessHandle::info)
                        .toList())
                .as("processes")
                .isEmpty();
    }

    @Test
    void whatServesNoJobIsNoSuccess() throws IOException {
        script("run.sh", "exit 0");

        assertThat(run("runner")).isEqualTo(ExitCodes.STEP_FAILED.code());

        assertThat(err()).contains("FAILED: ", "without a job");
        assertNothingIsLeft();
    }

    @Test
    void whatTakesTooLongIsTimedOut() throws IOException {
        script("run.sh", WAITS);
        environment.put("HOSTLER_RUNNER_MAX_RUNTIME", "4s");

        assertThat(run("runner")).isEqualTo(ExitCodes.TIMED_OUT.code());

        assertThat(out()).contains("drained");
        assertNothingIsLeft();
    }

    @Test
    void takesUpWhatAnEarlierOneHasLeft() throws IOException {
        Path go = home.resolve("go");
        script("run.sh", "echo begun\nwhile [ ! -e '" + go + "' ]; do sleep 0.05; done\n" + SERVES);
        RunnerSettings settings = RunnerSettings.read(Optional.empty(), invocation());
        AgentConfig config = AgentConfig.builder(home.resolve("data/runner"))
                .provider("runners", settings.ofRuntime())
                .provider("policy", Map.of("allow", "runner"))
                .minimumFreeBytes(0)
                .build();
        try (Agent earlier = Agent.start(config)) {
            WorkloadHandle left = earlier.apply(new Owner("cli"), ApplyWorkload.of("runner", settings.spec()))
                    .handle();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> left.workload().status().details().containsKey("stage"));
        }
        Files.createFile(go);

        assertThat(run("runner")).as(err()).isZero();

        assertThat(err()).contains("taken up", "success: it has served job 'build'");
        assertThat(out())
                .containsOnlyOnce("begun")
                .containsOnlyOnce("registered")
                .doesNotContain("the-secret");
        assertNothingIsLeft();
    }

    @Test
    void whatCannotBeHadIsSaid() throws IOException {
        HttpServer nobody = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        nobody.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        nobody.start();
        try {
            environment.put(
                    "HOSTLER_RUNNER_API",
                    "http://127.0.0.1:" + nobody.getAddress().getPort());
            environment.put("HOSTLER_RUNNER_VERSION", "9.9.9");

            assertThat(run("runner"))
                    .as(err())
                    .isEqualTo(ExitCodes.NOT_RUN.code())
                    .isEqualTo(3);
        } finally {
            nobody.stop(0);
        }
        assertThat(err()).contains("404");
        assertThat(home.resolve("data/runner/runtimes/runners/instances")).doesNotExist();
    }

    @Test
    void aSignalLetsItDrain() throws Exception {
        script("run.sh", WAITS);
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ExitCodes> code = CompletableFuture.supplyAsync(() -> session(cancellation));
        await().atMost(Duration.ofSeconds(30)).until(() -> out().contains("Listening"));

        cancellation.cancel();

        assertThat(code.get()).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(out()).contains("drained");
        assertNothingIsLeft();
    }

    private ExitCodes session(Cancellation cancellation) {
        try {
            Invocation invocation = invocation();
            return new RunnerSession(RunnerSettings.read(Optional.empty(), invocation), invocation, cancellation).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void settingsCanBeInAFileThatOnlyItsOwnerReads() throws IOException {
        environment.remove("HOSTLER_RUNNER_TOKEN");
        environment.put("HOSTLER_RUNNER_NAME", "of-the-environment");
        Path file = Files.writeString(
                home.resolve("runner.env"),
                "# a comment\nHOSTLER_RUNNER_TOKEN=abc\nHOSTLER_RUNNER_NAME=of-the-file\nOTHER=ignored\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("runner", "--settings", "runner.env")).isEqualTo(ExitCodes.BAD_INPUT.code());
        assertThat(err()).contains("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(run("runner", "--settings", "runner.env")).as(err()).isZero();

        assertThat(out()).contains("--name of-the-environment");
    }

    @ParameterizedTest
    @CsvSource({
        "SCOPE, a b, scope",
        "LABEL, x, HOSTLER_RUNNER_LABEL",
        "MAX_RUNTIME, soon, HOSTLER_RUNNER_MAX_RUNTIME",
        "MAX_RUNTIME, 0s, limits.run",
        "JOB_FREE, much, HOSTLER_RUNNER_JOB_FREE",
        "JIT_CONFIG, both, HOSTLER_RUNNER_JIT_CONFIG",
        "API, nowhere, runners.api",
        "VERSION, newest, version"
    })
    void aWrongSettingIsNamedAndNothingIsStarted(String name, String value, String named) {
        environment.put("HOSTLER_RUNNER_" + name, value);

        assertThat(run("runner")).isEqualTo(ExitCodes.BAD_INPUT.code());

        assertThat(err()).contains(named).doesNotContain("the-secret");
        assertThat(home.resolve("data/runner/runtimes")).doesNotExist();
    }
}
