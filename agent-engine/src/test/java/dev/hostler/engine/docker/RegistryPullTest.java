package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.AuthConfig;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.ImagePull.Phase;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.RegistryServer;
import dev.hostler.engine.testing.ToldNotices;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from a real registry that wants a login. */
class RegistryPullTest {
    private static final int SIZE = 5_000_000;

    @TempDir
    static Path registryDirectory;

    private static DockerHost docker;
    private static RegistryServer registry;
    private static String image;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final ToldNotices told = new ToldNotices();

    @TempDir
    Path directory;

    @BeforeAll
    static void publish() throws Exception {
        docker = DockerHost.require();
        registry = RegistryServer.start(registryDirectory);
        image = registry.host() + "/hostler-test/private:1";
        byte[] content = new byte[SIZE];
        new Random().nextBytes(content);
        AuthConfig login = new AuthConfig().withUsername(RegistryServer.USER).withPassword(RegistryServer.PASSWORD);
        docker.publish(image, content, login);
    }

    @AfterAll
    static void close() {
        if (registry != null) {
            registry.close();
        }
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void removeImage() {
        docker.removeImage(image);
        scheduler.close();
    }

    private void pull(PullRetries retries) throws InterruptedException {
        Map<String, String> environment =
                Map.of("PATH", directory + ":" + System.getenv("PATH"), "HOSTLER_SECRET_A", "not for others");
        try (EngineConnection engine = new EngineConnection(
                scheduler, EngineSettings.read("docker", Map.of()).address())) {
            RegistryLogins logins = new RegistryLogins(directory, new OsProcessLauncher(scheduler), environment);
            PullPace pace = new PullPace(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofSeconds(30));
            new Images(
                            engine,
                            scheduler,
                            new PullSettings(PullPolicy.MISSING, retries, pace),
                            logins,
                            ImageLedger.inMemory())
                    .require(new ImageName(image), told, CancellationToken.NONE);
        }
    }

    private void assertThatPullIsRefused(String... remedy) {
        assertThatThrownBy(() -> pull(new PullRetries(6)))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_DENIED))
                .hasMessageMatching("Cannot use image '.+': .+; .+")
                .hasMessageContaining(registry.host())
                .hasMessageContainingAll(remedy);
        assertThat(told.lines()).as("it is not tried again").noneMatch(line -> line.contains("again"));
        assertThat(told.pulls())
                .last()
                .satisfies(last -> assertThat(last.phase()).isEqualTo(Phase.FAILED));
        assertThat(docker.has(image)).isFalse();
    }

    private static String auths(String password) {
        String pair = RegistryServer.USER + ":" + password;
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return "{\"auths\": {\"" + registry.host() + "\": {\"auth\": \"" + encoded + "\"}}}";
    }

    private void config(String json) throws IOException {
        Files.writeString(directory.resolve("config.json"), json);
    }

    private void program(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("docker-credential-here"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theLoginOfTheFileIsUsed() throws Exception {
        config(auths(RegistryServer.PASSWORD));

        pull(new PullRetries(6));

        assertThat(docker.has(image)).isTrue();
        assertThat(told.lines()).first().isEqualTo("pulling image " + image);
        assertThat(told.lines())
                .last()
                .asString()
                .matches("pulled image " + image + " in \\d+ s \\(4\\.8 MiB fetched, 4\\.8 MiB unpacked\\)");
        assertThat(told.pulls()).first().isEqualTo(ImagePull.of(image, Phase.STARTED));
        assertThat(told.pulls()).last().satisfies(last -> {
            assertThat(last.phase()).isEqualTo(Phase.DONE);
            assertThat(last.bytesDone())
                    .isGreaterThan(SIZE)
                    .isEqualTo(last.bytesTotal().orElseThrow());
        });
    }

    @Test
    void anImageThatIsThereIsNotPulledAndNothingIsTold() throws Exception {
        config(auths(RegistryServer.PASSWORD));
        pull(new PullRetries(6));
        told.lines().clear();
        told.pulls().clear();

        pull(new PullRetries(6));

        assertThat(told.lines()).isEmpty();
        assertThat(told.pulls()).isEmpty();
    }

    @Test
    void withoutALoginThePullIsRefusedOnceAndTheRemedyIsTold() {
        assertThatPullIsRefused("the agent has no login there", "docker login " + registry.host());
    }

    @Test
    void aWrongLoginIsRefusedOnceAndNeverShown() throws IOException {
        config(auths("wrong-secret"));

        assertThatPullIsRefused("the agent's login was used", "docker login " + registry.host());

        assertThat(told.lines()).noneMatch(line -> line.contains("wrong-secret"));
        assertThatThrownBy(() -> pull(new PullRetries(1))).hasMessageNotContaining("wrong-secret");
    }

    @Test
    void aCredentialProgramIsAskedForTheLogin() throws Exception {
        config("{\"credHelpers\": {\"" + registry.host() + "\": \"here\"}, \"credsStore\": \"other\"}");
        program("echo \"$@\" >" + directory + "/arguments; cat >" + directory + "/input; env >" + directory
                + "/environment; echo aside >&2; printf '%s' '{\"ServerURL\": \"x\", \"Username\": \""
                + RegistryServer.USER + "\", \"Secret\": \"" + RegistryServer.PASSWORD + "\"}'");

        pull(new PullRetries(6));

        assertThat(docker.has(image)).isTrue();
        assertThat(directory.resolve("arguments")).hasContent("get");
        assertThat(directory.resolve("input")).hasContent(registry.host());
        assertThat(directory.resolve("environment")).content().doesNotContain("HOSTLER_SECRET_A");
    }

    @Test
    void aCredentialProgramThatIsNotThereIsNamedAndThePullGoesOnWithoutALogin() throws IOException {
        config("{\"credsStore\": \"absent\"}");

        assertThatPullIsRefused("docker-credential-absent is not in the agent's PATH");

        assertThat(told.lines())
                .contains("no login for " + registry.host()
                        + ": the program docker-credential-absent is not in the agent's PATH");
    }

    @Test
    void whatACredentialProgramSaysWhenItFailsIsNeverShown() throws IOException {
        config("{\"credsStore\": \"here\"}");
        program("echo oops-secret; exit 2");

        assertThatPullIsRefused("docker-credential-here ended with exit code 2");

        assertThat(told.lines()).noneMatch(line -> line.contains("oops-secret"));
    }

    @Test
    void aLoginFileThatIsNoJsonIsNamedAndNeverQuoted() throws IOException {
        config("{\n\"auths\": wrong-secret");

        assertThatPullIsRefused("config.json can't be read: it is no JSON (line 2)");

        assertThat(told.lines()).noneMatch(line -> line.contains("wrong-secret"));
    }

    @Test
    void aTagThatIsNotThereIsNotTriedAgain() throws Exception {
        config(auths(RegistryServer.PASSWORD));
        String there = image;
        image = there + "0";
        try {
            assertThatThrownBy(() -> pull(new PullRetries(6)))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND))
                    .hasMessageContaining("'" + image + "'")
                    .hasMessageContaining("check the name");
            assertThat(told.lines()).noneMatch(line -> line.contains("again"));
        } finally {
            image = there;
        }
    }

    @Test
    void aRegistryThatComesBackMeanwhileIsTriedAgain() throws Exception {
        config(auths(RegistryServer.PASSWORD));
        int port = Integer.parseInt(registry.host().split(":")[1]);
        registry.close();
        Scheduler.Task puller = scheduler.start("puller", this::pullQuietly);
        await().until(() -> told.lines().stream().anyMatch(line -> line.contains("trying again in 1 s")));

        registry = RegistryServer.start(registryDirectory, port);
        assertThat(puller.join(Duration.ofSeconds(60))).isTrue();

        assertThat(docker.has(image)).isTrue();
        assertThat(told.lines().get(1))
                .startsWith("pulling image " + image + ": trying again in 1 s (attempt 2 of 6): ")
                .contains("connection refused");
        assertThat(told.pulls()).extracting(ImagePull::phase).contains(Phase.RETRYING, Phase.DONE);
    }

    private void pullQuietly() {
        try {
            pull(new PullRetries(6));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void imagesOfTheSettingArePulledAheadAndAMissingOneStopsNoOther() throws IOException {
        config(auths(RegistryServer.PASSWORD));
        EngineSettings settings = EngineSettings.read(
                "docker",
                Map.of("pre-pull", registry.host() + "/hostler-test/none:1, " + image, "config", directory.toString()));

        try (EngineConnection engine = new EngineConnection(scheduler, settings.address());
                PrePull ignored = PrePull.start(
                        Images.of(
                                engine, scheduler, settings, new OsProcessLauncher(scheduler), ImageLedger.inMemory()),
                        settings.prePull(),
                        scheduler)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> docker.has(image));
        }
    }
}
