package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobState;
import dev.hostler.launcher.http.HttpDoor;
import dev.hostler.testkit.FakeExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hostler run} where an agent serves on the host's socket: a real agent with its real door. */
@Timeout(120)
class HandOverTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Owner DOOR = new Owner("http");

    @TempDir
    Path data;

    @TempDir
    Path home;

    private Agent agent;
    private HttpDoor door;
    private Path socket;

    @BeforeEach
    void open() throws IOException {
        socket = data.resolve("agent.sock");
        agent = Agent.start(AgentConfig.builder(data.resolve("agent"))
                .executor(new FakeExecutor())
                .disable("docker")
                .disable("process")
                .disable("containers")
                .build());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        door = new HttpDoor();
        door.open(
                agent,
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        String.valueOf(port),
                        "socket",
                        socket.toString(),
                        "state_directory",
                        data.resolve("door").toString()));
    }

    @AfterEach
    void close() {
        door.close();
        agent.close();
    }

    private Terminal terminal() {
        return new Terminal(home)
                .set("HOSTLER_SOCKET", socket.toString())
                .file("good.yaml", "steps: [{name: greet, run: echo hello $WHO; printf 'a\\rb'}, {run: 'true'}]")
                .file("bad.yaml", "steps: [{name: fail, run: exit 7}]");
    }

    private static void readUntil(Child child, String word) throws IOException {
        String line = child.readLine();
        while (!line.equals(word)) {
            line = child.readLine();
        }
    }

    private List<JobHandle> jobs() {
        return agent.jobs(DOOR);
    }

    @Test
    void theAgentRunsItAndTheOutputIsTheSame() {
        Terminal terminal = terminal();

        int code = terminal.run(
                "run",
                "good.yaml",
                "--isolation",
                "fake",
                "-e",
                "WHO=you",
                "--timeout",
                "1h30m",
                "--memory",
                "64MiB",
                "--cpus",
                "0.5");

        assertThat(code).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("hello you\n", "\na\rb\n");
        assertThat(terminal.out().lines().dropWhile(line -> !line.startsWith("  succeeded: ")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("  succeeded: greet, "),
                        line -> assertThat(line).startsWith("  succeeded: true, "),
                        line -> assertThat(line).matches("The job succeeded after .*, isolation fake\\."));
        assertThat(terminal.err())
                .startsWith("The agent on this host runs it, as job/run-")
                .hasLineCount(1);
        assertThat(terminal.agents()).isEmpty();
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void theExitCodeAndTheFailureAreTheSame() {
        Terminal terminal = terminal();

        assertThat(terminal.run("run", "bad.yaml", "--isolation", "fake")).isEqualTo(1);

        assertThat(terminal.out()).contains("  failed: fail, exit code 7");
        assertThat(terminal.err()).contains("exit code 7");
    }

    @Test
    void aProgramGetsTheSameObject() {
        Terminal terminal = terminal();

        assertThat(terminal.run("run", "bad.yaml", "--isolation", "fake", "--output", "json"))
                .isEqualTo(1);

        assertThat(terminal.out())
                .hasLineCount(1)
                .contains(
                        "\"conclusion\":\"FAILED\"",
                        "\"exitCode\":7",
                        "\"code\":\"STEP_FAILED\"",
                        "\"isolation\":\"fake\"");
    }

    @Test
    void directoriesAreSharedByTheirPaths() throws IOException {
        Path project = Files.createDirectories(home.resolve("project"));
        Files.writeString(project.resolve("note.txt"), "not committed");
        Files.writeString(project.resolve(".hostler.yaml"), "steps: [{run: cat note.txt}]");
        Terminal terminal = terminal();

        assertThat(terminal.run("run", "--repo", "project", "--dirty", "--isolation", "fake"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out()).contains("not committed\n");
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void artifactsComeIntoTheDirectory() throws IOException {
        Terminal terminal = terminal()
                .file(
                        "a.yaml",
                        "artifacts: [out]\nsteps: [{run: 'mkdir -p out/deep; echo one > out/a.txt;"
                                + " printf two > \"out/deep/b c%+.txt\"'}]");
        Files.writeString(Files.createDirectories(home.resolve("kept/out")).resolve("a.txt"), "of an earlier job");

        assertThat(terminal.run("run", "a.yaml", "--isolation", "fake", "--artifacts", "kept"))
                .as(terminal.err())
                .isZero();

        assertThat(home.resolve("kept/out/a.txt")).hasContent("one");
        assertThat(home.resolve("kept/out/deep/b c%+.txt")).hasContent("two");
        assertThat(terminal.err()).hasLineCount(1);
        try (var files = Files.list(home.resolve("kept/out"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void artifactsThatCantBeKeptAreToldBeforeOrAfter() throws IOException {
        Terminal terminal = terminal().file("a.yaml", "artifacts: [a]\nsteps: [{run: 'echo one > a'}]");

        assertThat(terminal.run("run", "a.yaml", "--isolation", "fake", "--artifacts", "good.yaml"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("it is not a directory");
        assertThat(jobs()).isEmpty();

        Files.writeString(Files.createDirectories(home.resolve("kept/a")).resolve("x"), "in the way");
        assertThat(terminal.run("run", "a.yaml", "--isolation", "fake", "--artifacts", "kept"))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("Cannot keep artifact 'a'");
    }

    @Test
    void withoutADirectoryTheAgentKeepsThem() {
        Terminal terminal = terminal().file("a.yaml", "artifacts: [a]\nsteps: [{run: 'echo one > a'}]");

        assertThat(terminal.run("run", "a.yaml", "--isolation", "fake")).isZero();

        assertThat(terminal.err()).contains("Artifacts of the job: 1. The agent keeps them");
    }

    @Test
    void whatTheAgentRefusesIsRefused() {
        Terminal terminal = terminal().file("wrong.yaml", "step: []");

        assertThat(terminal.run("run", "wrong.yaml")).isEqualTo(2);
        assertThat(terminal.err()).contains("Cannot read pipeline 'wrong.yaml'", "did you mean 'steps'?");

        agent.drain();
        Terminal later = terminal();
        assertThat(later.run("run", "good.yaml", "--isolation", "fake")).isEqualTo(3);
        assertThat(jobs()).isEmpty();
    }

    @Test
    void itStaysHereIfTheUserSaysSo() {
        Terminal terminal = terminal();

        assertThat(terminal.run("run", "good.yaml", "--here")).isZero();

        assertThat(terminal.agents()).hasSize(1);
        assertThat(terminal.err()).isEmpty();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void itStaysHereIfOnlyThisProcessHasWhatItNeedsAndSaysWhy() {
        Terminal secret = terminal().set("TOKEN", "abc");
        assertThat(secret.run("run", "good.yaml", "--secret", "TOKEN")).isZero();
        assertThat(secret.err()).contains("does not run this job: its secrets are in the environment of this process");

        Terminal token = terminal().set("HOSTLER_GIT_TOKEN", "abc");
        assertThat(token.run("run", "--repo", "https://example.org/a.git")).isZero();
        assertThat(token.err()).contains("the token for its repository");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void whatADeadAgentHasLeftIsNoAgent() throws IOException {
        Path stale = home.resolve("stale.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThat(stale).exists();
        Terminal terminal = terminal().set("HOSTLER_SOCKET", stale.toString());

        assertThat(terminal.run("run", "good.yaml")).isZero();

        assertThat(terminal.agents()).hasSize(1);
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void ctrlCCancelsTheJobThere() throws IOException, InterruptedException {
        Files.writeString(home.resolve("long.yaml"), "steps: [{run: 'echo begun; sleep 600'}]");
        try (Child child = Child.start(
                home,
                home.resolve("unused"),
                List.of("env", "HOSTLER_SOCKET=" + socket),
                "quiet",
                "run",
                "long.yaml",
                "--isolation",
                "fake")) {
            readUntil(child, "begun");
            child.signal("INT");

            assertThat(child.exitCode()).isEqualTo(130);
            assertThat(child.readRest()).anyMatch(line -> line.startsWith("The job was cancelled after "));
        }
        await().atMost(LONG).until(() -> jobs().get(0).job().state() == JobState.FINISHED);
        assertThat(jobs().get(0).job().result().orElseThrow().conclusion()).isEqualTo(Conclusion.CANCELLED);
    }

    @Test
    void anAgentThatGoesIsToldWithTheRemedy() throws IOException, InterruptedException {
        Files.writeString(home.resolve("long.yaml"), "steps: [{run: 'echo begun; sleep 600'}]");
        try (Child child = Child.start(
                home,
                home.resolve("unused"),
                List.of("env", "HOSTLER_SOCKET=" + socket),
                "quiet",
                "run",
                "long.yaml",
                "--isolation",
                "fake")) {
            readUntil(child, "begun");
            door.close();

            assertThat(child.exitCode()).isEqualTo(3);
            assertThat(Files.readString(home.resolve("stderr"))).contains("Cannot reach agent 'unix://" + socket);
        }
        jobs().get(0).cancel();
    }

    @Test
    void aTerminalSeesTheStepsOfTheAgentsJob() throws IOException, InterruptedException {
        Files.writeString(
                home.resolve("p.yaml"), "steps: [{name: greet, run: echo hello}, {name: wait, run: 'sleep 1'}]");

        String sent = PseudoTerminal.run(
                home,
                Map.of("TERM", "xterm", "NO_COLOR", "", "HOSTLER_SOCKET", socket.toString()),
                "run",
                "p.yaml",
                "--isolation",
                "fake");

        assertThat(sent).contains("  running: wait, ");
        assertThat(Screen.after(sent, 300)).contains("hello").noneMatch(line -> line.contains("running:"));
    }

    @Test
    void neitherTheVerbsNorAHandedJobLoadTheEngine() throws IOException, InterruptedException {
        Files.writeString(home.resolve("p.yaml"), "steps: [{run: 'true'}]");
        Map<String, String> environment = Map.of("HOSTLER_SOCKET", socket.toString());
        List<List<String>> lines = List.of(
                List.of("--version"),
                List.of("get", "node"),
                List.of("events", "--help"),
                List.of("run", "p.yaml", "--isolation", "fake"));

        for (List<String> line : lines) {
            Set<String> loaded = LoadedClasses.of(home, environment, line.toArray(new String[0]));

            assertThat(loaded)
                    .as(line.toString())
                    .contains(Main.class.getName())
                    .noneMatch(HandOverTest::isHeavy);
        }
        assertThat(LoadedClasses.of(home, environment, "run", "p.yaml", "--here", "--isolation", "process"))
                .as("what a job in this process takes")
                .anyMatch(name -> name.startsWith("org.sqlite."));
    }

    private static boolean isHeavy(String name) {
        return name.startsWith("org.sqlite.")
                || name.startsWith("com.github.dockerjava.")
                || name.startsWith("dev.hostler.engine.")
                || name.startsWith("org.eclipse.jgit.")
                || name.startsWith("java.net.http.");
    }

    @Test
    void theVerbsFindTheSocketToo() {
        Terminal byDefault = terminal();
        assertThat(byDefault.run("get", "node", "-o", "json"))
                .as(byDefault.err())
                .isZero();
        assertThat(byDefault.out()).contains("runningJobs");

        Terminal named = terminal().set("HOSTLER_SOCKET", "none");
        assertThat(named.run("get", "jobs", "--server", "unix://" + socket)).isZero();
        assertThat(named.run("get", "jobs", "--server", "unix://relative")).isEqualTo(2);
        assertThat(named.err()).contains("Cannot use server 'unix://relative'", "unix:///run/hostler/agent.sock");
        assertThat(named.run("get", "jobs", "--server", "unix://" + home.resolve("none.sock")))
                .isEqualTo(3);
    }
}
