package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.engine.testing.FakeEngine;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SystemScheduler scheduler = SystemScheduler.create();

    @TempDir
    Path directory;

    private FakeEngine engine;
    private EngineConnection connection;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine(directory);
        connection = new EngineConnection(scheduler, EngineAddress.of(engine.address()));
    }

    @AfterEach
    void stop() {
        connection.close();
        engine.close();
        scheduler.close();
        await().until(() -> threads("docker").isEmpty());
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void aCallThatGetsNoAnswerEndsAtItsDeadlineAndLeavesNoThread() {
        engine.answerPing("1.41").answer("/info", FakeEngine.SILENCE);
        assertThatThrownBy(() ->
                        connection.call("ask", SHORT, client -> client.infoCmd().exec()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
                .hasMessageContaining("no answer within 300 ms");

        await().atMost(LONG).until(() -> threads("docker-ask").isEmpty());
    }

    @Test
    void speaksTheOlderVersionOfTheTwoSides() throws InterruptedException {
        engine.answerPing("1.41").answer("/v1.41/info", FakeEngine.json(200, "{}"));
        connection.call("ask", LONG, client -> client.infoCmd().exec());
        assertThat(engine.requests()).anyMatch(line -> line.startsWith("GET /_ping "));

        connection.close();
        engine.answerPing("1.99").answer("/v1.44/info", FakeEngine.json(200, "{}"));
        connection.call("ask", LONG, client -> client.infoCmd().exec());

        assertThat(connection.session().api()).isEqualTo(ApiVersion.NEWEST_KNOWN);
        assertThat(connection.session().version()).isEqualTo("99.1");
    }

    @Test
    void theSocketOfAPullGoesWhereTheEngineListens() {
        assertThat(EngineAddress.of("tcp://127.0.0.1:1234").target())
                .isEqualTo(new InetSocketAddress("127.0.0.1", 1234));
        assertThat(EngineAddress.of("tcp://127.0.0.1").target()).isEqualTo(new InetSocketAddress("127.0.0.1", 2375));
    }
}
