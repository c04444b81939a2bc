package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.testing.FakeEngine;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login is not in the agent's log, however much somebody wants to see there. */
class LoginsStayInTest {
    private static final String SECRET = "canary-4711";

    @TempDir
    Path directory;

    /** Pulls with a login, in a JVM whose log shows everything. */
    static final class Puller {
        private Puller() {}

        public static void main(String[] arguments) throws InterruptedException {
            SystemScheduler scheduler = SystemScheduler.create();
            PullSettings settings = new PullSettings(
                    PullPolicy.MISSING,
                    new PullRetries(1),
                    new PullPace(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10)));
            RegistryLogins logins =
                    new RegistryLogins(Path.of(arguments[1]), new OsProcessLauncher(scheduler), Map.of());
            try (EngineConnection engine = new EngineConnection(scheduler, EngineAddress.of(arguments[0]))) {
                new Images(engine, scheduler, settings, logins, ImageLedger.inMemory())
                        .require(new ImageName("r.example/a"), System.out::println, CancellationToken.NONE);
            } catch (AgentException refused) {
                System.out.println("refused: " + refused.getMessage());
            }
            scheduler.close();
        }
    }

    @Test
    void aLoginIsNotInALogThatShowsEverything() throws Exception {
        String pair = Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
        Files.writeString(directory.resolve("config.json"), "{\"auths\":{\"r.example\":{\"auth\":\"" + pair + "\"}}}");
        String header = new RegistryLogin("r.example", RegistryLogin.Form.PASSWORD, "user", SECRET).header();
        try (FakeEngine engine = new FakeEngine(directory)) {
            engine.answerPing("1.41").answer("/images/create", FakeEngine.json(500, "{\"message\":\"denied\"}"));

            String log = logOf(engine.address());

            assertThat(log).as("requests are shown").contains("GET /_ping").contains("refused: Cannot use image");
            assertThat(engine.requests()).anyMatch(request -> request.contains("/images/create"));
            assertThat(log).doesNotContain(SECRET, pair, header, "X-Registry-Auth");
        }
    }

    private String logOf(String engine) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()),
                                List.of(
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Puller.class.getName(),
                                        engine,
                                        directory.toString())
                                        .stream())
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }
}
