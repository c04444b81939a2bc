package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compose applications that an agent keeps, from their first wish to their end. */
class ComposeApplicationsTest extends ComposeScenario {
    private static final ComposeSpec SHOP =
            ComposeSpec.builder(shop("one")).env("WORD", "a$b 'c'").build();

    private List<String> environment(String container) {
        return List.of(inspect(container).getConfig().getEnv());
    }

    @Test
    void runWithTheirOwnVariablesInTheOrderOfTheirNeeds() throws Exception {
        Workload shop = applied("shop", SHOP);

        Map<String, String> services = services();
        assertThat(services).containsOnlyKeys("init", "web");
        assertThat(environment(services.get("web")))
                .contains("WORD=a$b 'c'")
                .noneMatch(variable -> variable.startsWith("PATH_OF_OTHERS"));
        assertThat(startedAt(services.get("web")))
                .isGreaterThan(inspect(services.get("init")).getState().getFinishedAt());
        await().atMost(LONG)
                .until(() -> now(key("shop")).status().message().equals("1/1 containers running, 1 completed"));
        assertThat(shop.status().details())
                .hasEntrySatisfying("compose.project", name -> assertThat(name).startsWith("shop"))
                .containsEntry("service.web", "running")
                .containsEntry("service.init", "completed");
        assertThat(composeCalls()).as("to resolve, and to create").hasSize(2);
        assertThat(agent.apply(ApplyWorkload.of("shop", SHOP)).skipped()).isTrue();
        assertThat(composeCalls()).hasSize(2);
        assertThat(data().resolve("runtimes/compose").toFile().list())
                .as("files of calls")
                .isEmpty();
    }

    @Test
    void runOnAsTheyAreWhileTheAgentIsAway() throws Exception {
        applied("shop", ComposeSpec.builder(pair()).build());
        Map<String, String> before = services();
        String started = startedAt(before.get("web"));
        agent.close();
        docker.client().killContainerCmd(before.get("db")).exec();
        Path ofACallThatDied = Files.createDirectories(data().resolve("runtimes/compose/call-1"));
        Files.writeString(ofACallThatDied.resolve("compose.yml"), "secret");

        start();

        assertThat(ofACallThatDied).doesNotExist();

        await().atMost(LONG)
                .until(() ->
                        Boolean.TRUE.equals(inspect(before.get("db")).getState().getRunning()));
        awaitPhase(key("shop"), WorkloadPhase.RUNNING);
        assertThat(services()).isEqualTo(before);
        assertThat(startedAt(before.get("web"))).isEqualTo(started);
    }

    @Test
    void changeInPlaceAndKeepTheirVolumes() throws Exception {
        applied("shop", SHOP);
        String before = services().get("web");
        assertThat(docker.run(before, "touch", "/data/precious")).isZero();
        List<String> volumes = docker.volumes("dev.hostler.agent=" + agentId());

        Workload changed = settled(ApplyWorkload.of(
                        "shop",
                        ComposeSpec.builder(shop("two")).env("WORD", "w").build())
                .revision("rev-2"));

        assertThat(changed.status().phase()).as("%s", changed.status()).isEqualTo(WorkloadPhase.RUNNING);
        assertThat(changed.status().revisions().observed()).hasToString("Optional[rev-2]");
        String after = services().get("web");
        assertThat(after).isNotEqualTo(before);
        assertThat(environment(after)).contains("WORD=w");
        assertThat(docker.run(after, "test", "-e", "/data/precious")).isZero();
        assertThat(docker.volumes("dev.hostler.agent=" + agentId())).isEqualTo(volumes);
        assertThat(containers()).hasSize(2);
    }

    @Test
    void goOnAsTheyAreWhenTheImageOfAnUpdateIsMissing() throws Exception {
        applied("shop", SHOP);
        Map<String, String> before = services();
        String other = shop("two").replace(DockerHost.IMAGE, "hostler-test/not-there:1");

        Workload failed = settled(
                ApplyWorkload.of("shop", ComposeSpec.builder(other).build()).revision("rev-2"));

        assertThat(failed.status().phase()).isEqualTo(WorkloadPhase.FAILED);
        assertThat(failed.status().failure().orElseThrow().message()).contains("hostler-test/not-there:1");
        assertThat(services()).isEqualTo(before);
        assertThat(inspect(before.get("web")).getState().getRunning()).isTrue();
    }

    @Test
    void comeBackServiceByServiceWhenOneDiesAndWholeWhenOneIsRemoved() throws Exception {
        applied("shop", ComposeSpec.builder(pair()).build());
        Map<String, String> before = services();
        String untouched = startedAt(before.get("db"));

        docker.client().killContainerCmd(before.get("web")).exec();

        await().atMost(LONG)
                .until(() -> Boolean.TRUE.equals(
                        inspect(before.get("web")).getState().getRunning()));
        awaitPhase(key("shop"), WorkloadPhase.RUNNING);
        assertThat(services()).isEqualTo(before);
        assertThat(startedAt(before.get("db"))).isEqualTo(untouched);

        docker.client().stopContainerCmd(before.get("db")).withTimeout(5).exec();

        await("what is to run always, and was stopped by somebody")
                .atMost(LONG)
                .until(() ->
                        Boolean.TRUE.equals(inspect(before.get("db")).getState().getRunning()));
        awaitPhase(key("shop"), WorkloadPhase.RUNNING);

        docker.client().removeContainerCmd(before.get("web")).withForce(true).exec();

        await().atMost(LONG).until(() -> services().size() == 2 && !services().containsValue(before.get("web")));
        awaitPhase(key("shop"), WorkloadPhase.RUNNING);
    }

    private static String pair() {
        return """
                services:
                  db:
                    image: %1$s
                    network_mode: none
                    restart: always
                    command: ["sh", "-c", "echo db; %2$s"]
                  web:
                    image: %1$s
                    network_mode: none
                    depends_on: [db]
                    command: ["sh", "-c", "echo web; %2$s"]
                """.formatted(DockerHost.IMAGE, WAIT);
    }

    @Test
    void stopWholeAlsoWhenOnlyAPartOfThemRuns() throws Exception {
        String half = pair() + """
                  broken:
                    image: %s
                    network_mode: none
                    command: ["sh", "-c", "sleep 0.2; exit 7"]
                """.formatted(DockerHost.IMAGE);
        ComposeSpec spec = ComposeSpec.builder(half).build();
        agent.apply(ApplyWorkload.of("shop", spec));
        await().atMost(LONG).until(() -> now(key("shop")).status().failure().isPresent());
        assertThat(now(key("shop")).status().failure().orElseThrow().message()).contains("broken exited with code 7");
        assertThat(now(key("shop")).status().details()).containsEntry("service.db", "running");

        Workload stopped = settled(ApplyWorkload.of("shop", spec).desired(DesiredState.STOPPED));

        assertThat(stopped.status().phase()).isEqualTo(WorkloadPhase.STOPPED);
        Map<String, String> services = services();
        assertThat(services).hasSize(3);
        assertThat(services.values())
                .noneMatch(id -> Boolean.TRUE.equals(inspect(id).getState().getRunning()));
    }

    @Test
    void areDoneWhenAllOfThemHaveEndedWell() throws Exception {
        agent.apply(ApplyWorkload.of(
                "shop",
                ComposeSpec.builder("services: {one: {image: '" + DockerHost.IMAGE
                                + "', network_mode: none, command: 'true'}}")
                        .build()));

        // It may be seen running before it ends, which settles it too.
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(now(key("shop")).status().phase()).isEqualTo(WorkloadPhase.COMPLETED));
    }

    @Test
    void areTakenOverAfterALostStoreAndGoWithTheirDataOnlyIfThatIsAskedFor() throws Exception {
        ApplyWorkload wish = ApplyWorkload.of("shop", SHOP).revision("rev-1");
        settled(wish);
        Map<String, String> before = services();
        loseTheDataDirectory();

        assertThat(now(key("shop")).status().phase()).isEqualTo(WorkloadPhase.QUARANTINED);
        assertThat(now(key("shop")).kind()).isEqualTo("compose");
        Workload adopted = settled(wish);
        assertThat(adopted.status().phase()).as("%s", adopted.status()).isEqualTo(WorkloadPhase.RUNNING);
        assertThat(services()).isEqualTo(before);
        loseTheDataDirectory();

        WorkloadHandle lost = agent.workload(key("shop")).orElseThrow();
        lost.delete(false);

        assertThat(lost.awaitGone(LONG)).isTrue();
        assertThat(containers()).isEmpty();
        List<String> volumes = docker.volumes("dev.hostler.agent=" + agentId());
        assertThat(volumes).hasSize(1);
        settled(wish);
        assertThat(docker.volumes("dev.hostler.agent=" + agentId()))
                .as("the same data")
                .isEqualTo(volumes);
    }

    private void loseTheDataDirectory() throws IOException {
        agent.close();
        try (Stream<Path> all = Files.walk(data())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        start();
        await().atMost(LONG).until(() -> !agent.workloads(Owner.EMBEDDER).isEmpty());
    }

    @Test
    void printTheLinesOfAllServicesInOrder() throws Exception {
        applied("shop", ComposeSpec.builder(pair()).build());
        WorkloadHandle shop = agent.workload(key("shop")).orElseThrow();

        await().atMost(LONG).until(() -> texts(shop, LogQuery.ALL).size() == 2);
        assertThat(texts(shop, LogQuery.ALL)).containsExactly("db | db", "web | web");
        assertThat(texts(shop, LogQuery.ALL.last(1))).containsExactly("web | web");
        try (TimedLogStream log = shop.log(LogQuery.ALL.last(1).following())) {
            assertThat(log.next().orElseThrow().text()).isEqualTo("web | web");
            agent.apply(ApplyWorkload.of("shop", ComposeSpec.builder(pair()).build())
                    .desired(DesiredState.STOPPED));
            assertThat(log.next()).as("the end, when all have ended").isEmpty();
        }
    }

    private static List<String> texts(WorkloadHandle handle, LogQuery query) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        try (TimedLogStream log = handle.log(query)) {
            for (Optional<TimedLine> line = log.next(); line.isPresent(); line = log.next()) {
                texts.add(line.get().text());
            }
        }
        return texts;
    }

    @Test
    void doNotChangeTheirKind() throws Exception {
        applied("shop", SHOP);

        assertRefused(ErrorCode.CONFLICT, "kind", () -> agent.apply(ApplyWorkload.of("shop", SPEC)));
    }

    @Test
    void areLookedAtWithoutStartingAProgram() throws Exception {
        int count = Effort.of(3, 20);
        for (int i = 0; i < count; i++) {
            agent.apply(
                    ApplyWorkload.of("shop-" + i, ComposeSpec.builder(pair()).build()));
        }
        for (int i = 0; i < count; i++) {
            awaitPhase(key("shop-" + i), WorkloadPhase.RUNNING);
        }
        agent.health();
        await("its version, which is asked for once")
                .atMost(LONG)
                .until(() -> composeCalls().contains("version --short"));
        List<String> before = composeCalls();

        for (int i = 0; i < 20; i++) {
            assertThat(agent.workloads(Owner.EMBEDDER))
                    .hasSize(count)
                    .allMatch(shop -> shop.status().phase() == WorkloadPhase.RUNNING);
            agent.health();
        }
        docker.client().killContainerCmd(services().get("web")).exec();
        await().atMost(LONG)
                .until(() -> docker.containers("dev.hostler.agent", agentId()).stream()
                        .allMatch(container -> container.getState().equals("running")));

        assertThat(composeCalls()).as("calls of Compose to look and to heal").isEqualTo(before);
    }
}
