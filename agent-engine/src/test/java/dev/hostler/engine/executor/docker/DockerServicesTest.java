package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.job.ServiceSpec.ReadyCheck;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ContainerExec;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineSettings;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.TestContext;
import dev.hostler.engine.testing.ToldNotices;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.SandboxBench;
import dev.hostler.testkit.TestCancellation;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services beside a sandbox, on the real engine. */
class DockerServicesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CHECKED_IMAGE = "hostler-test/checked:1";
    private static DockerHost docker;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final ToldNotices told = new ToldNotices();
    private final String agentId = "serve" + ProcessHandle.current().pid();
    private final JobExecutor executor = newExecutor();
    private int benches;

    @TempDir
    Path root;

    @BeforeAll
    static void requireEngine() throws IOException {
        docker = DockerHost.require();
        docker.requireVariant(CHECKED_IMAGE, "HEALTHCHECK --retries=1 CMD test -e /healthy");
    }

    @AfterAll
    static void close() {
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        executor.sandboxes().forEach(handle -> executor.recover(handle).destroy());
        List<String> left = left();
        executor.close();
        scheduler.close();
        assertThat(left).isEmpty();
    }

    private JobExecutor newExecutor() {
        return new DockerExecutorProvider()
                .create(TestContext.of(agentId, scheduler, Map.of("default-image", DockerHost.IMAGE, "pull", "never")));
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        docker.containers(Labels.AGENT, agentId).forEach(container -> left.add("container " + container.getId()));
        docker.client()
                .listNetworksCmd()
                .withFilter("label", List.of(Labels.AGENT + "=" + agentId))
                .exec()
                .forEach(network -> left.add("network " + network.getName()));
        return left;
    }

    private static ServiceSpec.Builder service(String alias, String script) {
        return ServiceSpec.builder(alias, DockerHost.IMAGE).command(List.of("sh", "-c", script));
    }

    /** A service that says its word to who asks, and needs a moment to come up. */
    private static ServiceSpec.Builder web() {
        return service("web", "sleep 0.5; mkdir /www; echo \"$WORD\" >/www/word; exec httpd -f -p 8080 -h /www")
                .env(Map.of("WORD", "hello"))
                .ready(ReadyCheck.ofPort(8080));
    }

    private SandboxBench newBench() {
        return SandboxBench.create(root.resolve("sandbox-" + ++benches));
    }

    private SandboxSpec spec(SandboxBench bench, boolean network, ServiceSpec... services) {
        SandboxSpec plain = bench.spec("serve-" + ProcessHandle.current().pid() + "-" + benches, Optional.empty());
        return new SandboxSpec(
                plain.id(),
                plain.directories(),
                plain.entry(),
                plain.image(),
                plain.limits(),
                network,
                List.of(services));
    }

    private Sandbox open(SandboxBench bench, boolean network, ServiceSpec... services) throws InterruptedException {
        Sandbox sandbox = executor.open(spec(bench, network, services), told, CancellationToken.NONE);
        bench.awaitReady();
        return sandbox;
    }

    private void assertThatOpenFails(String message, ServiceSpec... services) {
        assertThatThrownBy(() -> open(newBench(), true, services))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageMatching("Cannot start service 'db': .+; .+")
                .hasMessageContaining(message);
        assertThat(left()).isEmpty();
    }

    @Test
    void stepsReachAServiceByItsAliasAsSoonAsTheyRun() throws Exception {
        SandboxBench bench = newBench();

        Sandbox sandbox = open(bench, true, web().build());

        assertThat(bench.run("wget -qO- http://web:8080/word")).isEqualTo("hello");
        assertThat(told.lines())
                .anyMatch(
                        line -> line.matches("services ready in [0-9.]+ s: web \\(image " + DockerHost.IMAGE + "\\)"));
        sandbox.destroy();
        assertThat(left()).isEmpty();
        sandbox.destroy();
    }

    @Test
    void withoutNetworkStepsReachTheirServicesAndNothingElse() throws Exception {
        SandboxBench bench = newBench();

        Sandbox sandbox = open(bench, false, web().build());

        assertThat(bench.run("wget -qO- http://web:8080/word")).isEqualTo("hello");
        assertThat(inspect(sandbox).getHostConfig().getDns()).containsExactly(ContainerPlan.NO_NAMES);
        assertThat(reachesTheHost(bench, sandbox)).isFalse();
    }

    @Test
    void withNetworkStepsReachTheHostAsWithoutServices() throws Exception {
        SandboxBench bench = newBench();

        Sandbox sandbox = open(bench, true, web().build());

        assertThat(reachesTheHost(bench, sandbox)).isTrue();
    }

    private boolean reachesTheHost(SandboxBench bench, Sandbox sandbox) throws IOException {
        String gateway = docker.client()
                .inspectNetworkCmd()
                .withNetworkId(ContainerPlan.name(sandbox.handle().sandbox()))
                .exec()
                .getIpam()
                .getConfig()
                .get(0)
                .getGateway();
        try (ServerSocket host = new ServerSocket(0)) {
            scheduler.start("host", () -> greet(host));
            int step = bench.start("nc -w 3 " + gateway + " " + host.getLocalPort() + " </dev/null");
            return bench.exitCode(step) == 0;
        }
    }

    private static void greet(ServerSocket host) {
        try {
            host.accept().close();
        } catch (IOException closed) {
            // Nobody has come.
        }
    }

    @Test
    void theContainerOfAServiceIsBoundedAndHasNoPrivileges() throws Exception {
        Sandbox sandbox = open(newBench(), true, web().build());

        InspectContainerResponse container = docker.client()
                .inspectContainerCmd(ContainerPlan.name(sandbox.handle().sandbox()) + "-web")
                .exec();

        HostConfig config = container.getHostConfig();
        assertThat(container.getConfig().getLabels())
                .containsEntry(Labels.AGENT, agentId)
                .containsEntry(Labels.SANDBOX, sandbox.handle().sandbox())
                .containsEntry(Labels.SERVICE, "web");
        assertThat(config.getRestartPolicy()).isEqualTo(RestartPolicy.noRestart());
        assertThat(config.getLogConfig().getConfig()).containsEntry("max-size", "1m");
        assertThat(config.getSecurityOpts()).contains("no-new-privileges");
        assertThat(config.getPidsLimit()).isEqualTo(4096);
        assertThat(config.getPrivileged()).isFalse();
        assertThat(config.getMounts()).isNullOrEmpty();
    }

    private static InspectContainerResponse inspect(Sandbox sandbox) {
        return docker.client()
                .inspectContainerCmd(DockerRecord.of(sandbox.handle()).container())
                .exec();
    }

    @Test
    void aServiceIsReadyOnceItsOwnProgramSaysSo() throws Exception {
        SandboxBench bench = newBench();

        open(
                bench,
                true,
                service("db", "sleep 1; touch /ready; exec sleep 600")
                        .ready(ReadyCheck.ofCommand(List.of("test", "-e", "/ready")))
                        .build());

        assertThat(told.lines()).noneMatch(line -> line.startsWith("services ready in 0."));
    }

    @Test
    void thePortOfAServiceWhoseProcessesAreHiddenIsLookedForFromInside() throws Exception {
        Sandbox sandbox = open(
                newBench(),
                true,
                web().build(),
                service("loop", "exec httpd -f -p 127.0.0.1:8080").build());

        assertThat(missing(sandbox, "web", 8080)).isEmpty();
        assertThat(missing(sandbox, "web", 8081)).contains("nothing listens at port 8081");
        assertThat(missing(sandbox, "loop", 8080)).contains("nothing listens at port 8080");
    }

    private Optional<String> missing(Sandbox sandbox, String alias, int port) throws InterruptedException {
        String container = ContainerPlan.name(sandbox.handle().sandbox()) + "-" + alias;
        try (EngineConnection engine = new EngineConnection(
                scheduler, EngineSettings.read("docker", Map.of()).address())) {
            return new PortProbe(port, new ContainerExec(engine, scheduler, container), root)
                    .missing(docker.client().inspectContainerCmd(container).exec());
        }
    }

    @Test
    void aServiceIsReadyOnceTheHealthCheckOfItsImageSaysSo() throws Exception {
        ServiceSpec checked = ServiceSpec.builder("db", CHECKED_IMAGE)
                .command(List.of("sh", "-c", "sleep 3; touch /healthy; exec sleep 600"))
                .build();

        open(newBench(), true, checked);

        assertThat(told.lines()).noneMatch(line -> line.matches("services ready in [01]\\..*"));
    }

    @Test
    void aServiceThatEndsIsNamedWithItsLastLines() {
        assertThatOpenFails(
                "it ended with exit code 3",
                web().build(),
                service("db", "echo out of luck; echo really >&2; exit 3")
                        .ready(ReadyCheck.ofPort(1))
                        .build());

        assertThat(told.lines()).contains("service db: out of luck", "service db: really");
    }

    @Test
    void aServiceThatTakesTooLongIsNamedWithWhatIsMissing() {
        assertThatOpenFails(
                "it was not ready within 500 ms: nothing listens at port 5432",
                service("db", "exec httpd -f -p 127.0.0.1:5432")
                        .ready(ReadyCheck.ofPort(5432).within(Duration.ofMillis(500)))
                        .build());
        assertThatOpenFails(
                "it was not ready within 1 s: ready.exec",
                service("db", "exec sleep 600")
                        .ready(ReadyCheck.ofCommand(List.of("no-such-program")).within(Duration.ofSeconds(1)))
                        .build());
    }

    @Test
    void aProgramThatTheImageOfAServiceLacksIsAFailureOfTheService() {
        assertThatOpenFails(
                "no-such-program",
                ServiceSpec.builder("db", DockerHost.IMAGE)
                        .command(List.of("no-such-program"))
                        .build());
    }

    @Test
    void aCancelEndsTheWaitForAServiceAndLeavesNothing() throws Exception {
        TestCancellation token = new TestCancellation();
        CompletableFuture<String> end = new CompletableFuture<>();
        SandboxSpec spec = spec(
                newBench(),
                true,
                service("db", "exec sleep 600").ready(ReadyCheck.ofPort(1)).build());
        Scheduler.Task opener = scheduler.start("opener", () -> end.complete(openQuietly(spec, token)));
        await().until(() -> docker.containers(Labels.SERVICE, "db").stream()
                .anyMatch(container -> container.getState().equals("running")));

        token.cancel();

        assertThat(opener.join(LONG)).isTrue();
        assertThat(end).isCompletedWithValue("interrupted");
        assertThat(left()).isEmpty();
    }

    @Test
    void anOpenThatIsInterruptedAtAnyMomentLeavesNothing() throws Exception {
        for (long delay = 0; delay <= 1600; delay += 200) {
            SandboxSpec spec = spec(newBench(), true, web().build());
            CompletableFuture<String> end = new CompletableFuture<>();
            Scheduler.Task opener =
                    scheduler.start("opener", () -> end.complete(openQuietly(spec, CancellationToken.NONE)));
            // The moment is the point here; no condition to wait for.
            TimeUnit.MILLISECONDS.sleep(delay);
            opener.cancel();
            assertThat(opener.join(LONG)).isTrue();
            if (end.join().equals("opened")) {
                executor.sandboxes().forEach(handle -> executor.recover(handle).destroy());
            }
            assertThat(left()).as("after %d ms", delay).isEmpty();
        }
    }

    private String openQuietly(SandboxSpec spec, CancellationToken token) {
        try {
            executor.open(spec, told, token);
            return "opened";
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (AgentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aSandboxAndItsServicesAreOneForTheNextAgentAndGoTogether() throws Exception {
        SandboxBench bench = newBench();
        Sandbox before = open(bench, true, web().build());

        try (JobExecutor heir = newExecutor()) {
            assertThat(heir.sandboxes())
                    .extracting(SandboxHandle::sandbox)
                    .containsExactly(before.handle().sandbox());
            Sandbox after = heir.recover(before.handle());
            assertThat(after.state()).isEqualTo(new SandboxState.Alive());
            assertThat(bench.run("wget -qO- http://web:8080/word")).isEqualTo("hello");

            after.destroy();

            assertThat(left()).isEmpty();
            assertThat(after.state()).isInstanceOf(SandboxState.Ended.class);
        }
    }

    @Test
    void servicesWhoseSandboxNeverCameToBeAreFoundAndRemoved() throws Exception {
        Sandbox sandbox = open(newBench(), true, web().build());
        String container = DockerRecord.of(sandbox.handle()).container();
        docker.client().removeContainerCmd(container).withForce(true).exec();

        SandboxHandle found = executor.sandboxes().get(0);
        assertThat(executor.recover(found).state()).isInstanceOf(SandboxState.Ended.class);
        executor.recover(found).destroy();

        assertThat(left()).isEmpty();
    }

    @Test
    void aHandleFromBeforeThereWereServicesCanBeRead() {
        SandboxHandle old =
                new SandboxHandle("one", "docker", "{\"version\":1,\"container\":\"c\",\"startedAt\":\"s\"}");

        assertThat(DockerRecord.of(old)).isEqualTo(new DockerRecord(1, "c", "s", "", List.of(), false, false));
    }
}
