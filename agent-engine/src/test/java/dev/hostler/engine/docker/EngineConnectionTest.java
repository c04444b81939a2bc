package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.engine.testing.FakeEngine;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class EngineConnectionTest extends FakeEngineScenario {
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
