package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.launcher.http.HttpDoor;
import dev.hostler.testkit.FakeExecutor;
import dev.hostler.testkit.FakeHost;
import dev.hostler.testkit.FakeRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs for an agent that runs, against a real agent with its real door; only what it runs things on is a fake. */
class ClientVerbsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String KEY = "key-of-the-test";
    private static final String WEB = """
            id: web
            kind: container
            revision: rev-1
            spec: {image: a}
            ---
            {"id": "db", "kind": "container", "desired": "stopped", "spec": {"image": "b"}}
            """;

    @TempDir
    Path data;

    @TempDir
    Path home;

    private final FakeHost host = new FakeHost();
    private Agent agent;
    private HttpDoor door;
    private String server;

    @BeforeEach
    void open() throws IOException {
        agent = Agent.start(AgentConfig.builder(data)
                .executor(new FakeExecutor())
                .disable("docker")
                .disable("process")
                .disable("containers")
                .disable("compose")
                .runtime(FakeRuntime.provider(host))
                .workloadKind(FakeRuntime.kind())
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
                        "api_key",
                        KEY,
                        "socket",
                        "none",
                        "state_directory",
                        data.resolve("door").toString()));
        server = "http://127.0.0.1:" + port;
    }

    @AfterEach
    void close() {
        door.close();
        agent.close();
    }

    private Terminal terminal() {
        return new Terminal(home)
                .set("HOSTLER_SERVER", server)
                .set("HOSTLER_API_KEY", KEY)
                .file("web.yaml", WEB)
                .file("job.yaml", "{id: j1, isolation: fake, steps: [{run: echo hello from the job}]}")
                .file("bad.yaml", "{id: j2, isolation: fake, steps: [{run: exit 7}]}");
    }

    private String ok(String... args) {
        Terminal terminal = terminal();
        assertThat(terminal.run(args)).as(terminal.err()).isZero();
        return terminal.out();
    }

    private String refused(int code, String... args) {
        Terminal terminal = terminal();
        assertThat(terminal.run(args)).as(terminal.out()).isEqualTo(code);
        return terminal.err();
    }

    private void awaitShown(String text, String... args) {
        await().atMost(LONG).untilAsserted(() -> assertThat(ok(args)).contains(text));
    }

    @Test
    void appliesAFileAndShowsWhatHasComeOfIt() {
        assertThat(ok("apply", "-f", "web.yaml"))
                .contains("workload/web is stored, revision rev-1")
                .contains("workload/db is stored");
        assertThat(ok("apply", "-f", "web.yaml")).contains("workload/web is as wanted already");

        awaitShown("RUNNING", "get", "workloads", "web");
        awaitShown("STOPPED", "get", "workloads", "db");
        assertThat(ok("get", "workloads")).contains("ID", "PHASE", "rev-1");
        assertThat(ok("get", "workloads", "-o", "name").lines()).containsExactly("db", "web");
        assertThat(ok("get", "workloads", "web", "-o", "json")).contains("\"phase\" : \"RUNNING\"");
        assertThat(ok("get", "workloads", "web", "-o", "yaml")).contains("phase: \"RUNNING\"");
        assertThat(ok("describe", "web")).contains("kind: \"APPLY\"");
        assertThat(ok("why", "workload/web"))
                .contains("is RUNNING, and should be RUNNING")
                .contains("nothing is due");
    }

    @Test
    void deletesAWorkload() {
        ok("apply", "-f", "web.yaml");

        assertThat(ok("delete", "web")).contains("workload/web is being removed");
        await().atMost(LONG)
                .until(() -> agent.workload(new WorkloadKey(new Owner("http"), new WorkloadId("web")))
                        .isEmpty());
        assertThat(ok("delete", "web")).contains("workload/web is not there");
    }

    @Test
    void saysWhyAWorkloadIsNotThere() {
        host.missing("a", true);
        ok("apply", "-f", "web.yaml");

        awaitShown("IMAGE_NOT_FOUND", "why", "web");
        assertThat(ok("why", "web")).contains("is FAILED").contains("next: another attempt at");
    }

    @Test
    void submitsAJobAndFollowsItToItsVerdict() {
        assertThat(ok("submit", "-f", "job.yaml", "--follow")).contains("hello from the job");
        assertThat(ok("get", "jobs")).contains("j1").contains("SUCCEEDED");
        assertThat(ok("logs", "job/j1")).contains("hello from the job");
        assertThat(ok("why", "j1")).contains("job/j1 is FINISHED, SUCCEEDED");

        Terminal terminal = terminal();
        assertThat(terminal.run("submit", "-f", "bad.yaml", "--follow")).isEqualTo(1);
        assertThat(ok("why", "j2")).contains("STEP_FAILED");
    }

    @Test
    void cancelsAJob() {
        Terminal terminal = terminal().file("long.yaml", "{isolation: fake, steps: [{run: sleep 1000}]}");
        assertThat(terminal.run("submit", "-f", "long.yaml", "--id", "long")).isZero();

        assertThat(ok("cancel", "long")).contains("job/long");
        awaitShown("CANCELLED", "get", "jobs", "long", "-o", "json");
    }

    @Test
    void tellsOfTheNodeAndDrainsIt() {
        assertThat(ok("get", "node")).contains("accepting").contains("true");
        assertThat(ok("drain")).contains("takes no new work");
        assertThat(refused(3, "submit", "-f", "job.yaml")).contains("the agent takes no new work");
    }

    @Test
    void sweepsWhatNobodyHasUsedForLong() throws IOException {
        String generation = "g-00000000-0000-0000-0000-000000000000";
        Path cache = Files.createDirectories(data.resolve("cache/old"));
        Files.writeString(Files.createDirectory(cache.resolve(generation)).resolve("file"), "12345");
        Files.writeString(cache.resolve("current"), generation + " 1 5\n");
        Files.setLastModifiedTime(
                Files.createFile(cache.resolve("use.lock")),
                FileTime.from(Instant.now().minus(Duration.ofDays(40))));

        assertThat(ok("sweep", "--dry-run")).contains("cache").contains("old").contains("unused for 40 days");
        assertThat(ok("sweep", "--dry-run", "-o", "name").lines()).containsExactly("old");
        assertThat(cache.resolve(generation)).exists();
        assertThat(ok("sweep")).contains("unused for 40 days");
        assertThat(cache.resolve(generation)).doesNotExist();
        assertThat(ok("sweep", "-o", "name")).isEmpty();
    }

    @Test
    void printsEventsUntilTheAgentCloses() {
        ok("submit", "-f", "job.yaml", "--follow");
        Terminal terminal = terminal();
        Thread reader = new Thread(() -> terminal.run("events"));
        reader.start();
        await().atMost(LONG).until(() -> terminal.out().contains("JobChanged job=j1 state=FINISHED"));
        door.close();
        await().atMost(LONG).until(() -> !reader.isAlive());
    }

    @Test
    void namesWhatIsWrong() {
        Terminal keyless = terminal().set("HOSTLER_API_KEY", "another");
        assertThat(keyless.run("get", "jobs")).isEqualTo(2);
        assertThat(keyless.err()).contains("HOSTLER_API_KEY").doesNotContain("another\"");

        assertThat(refused(2, "get", "jobs", "nobody")).contains("'nobody'");
        assertThat(refused(2, "why", "nobody")).contains("neither a workload nor a job");
        assertThat(refused(2, "apply", "-f", "none.yaml")).contains("there is no such file");
        assertThat(refused(2, "--log-level", "warn", "get", "jobs", "--server", "ftp://x"))
                .contains("'ftp://x'");
        assertThat(refused(3, "get", "jobs", "--server", "http://127.0.0.1:1")).contains("--server");

        Terminal wrong = terminal().file("wrong.yaml", "{id: x, kind: container, spec: {image: a, colour: red}}");
        assertThat(wrong.run("apply", "-f", "wrong.yaml")).isEqualTo(2);
        assertThat(wrong.err()).contains("colour");
        assertThat(ok("get", "workloads", "-o", "name")).isBlank();
    }

    @Test
    void makesKeysThatDiffer() {
        assertThat(ok("keygen").strip())
                .matches("[\\w-]{43}")
                .isNotEqualTo(ok("keygen").strip());
    }

    @Test
    void writesACompletionForTheShell() {
        assertThat(ok("generate-completion")).contains("complete -F").contains("workloads");
    }
}
