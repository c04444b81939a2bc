package dev.hostler.launcher.http.endtoend;

import static dev.hostler.launcher.http.endtoend.Caller.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Jobs over the end of their agent and of their callers. */
class RestartIT extends GrytScenario {
    private static final String LONG =
            "echo before; echo err before >&2; touch started; until [ -e go ]; do sleep 0.1; done; echo after; exit 3";

    @Test
    void aJobOutlivesAKilledAgentAndIsReportedOnce() throws Exception {
        try (CallbackReceiver receiver = CallbackReceiver.start(1)) {
            ObjectNode job = job(1, LONG).put("callback_url", receiver.url());
            CompletableFuture<Caller.Reply> broken;
            Path started;
            try (AgentRun first = agent(Map.of())) {
                broken = new Caller(first).start(job);
                started = awaitStarted();
                first.signal("KILL");
                first.exitCode();
            }
            assertThat(broken).failsWithin(Duration.ofSeconds(10));
            try (AgentRun second = agent(Map.of())) {
                Files.createFile(started.resolveSibling("go"));

                JsonNode reported = receiver.awaitOne();
                Caller.Reply reply = new Caller(second).execute(job);

                assertThat(reply.repeated()).contains("stored");
                assertThat(reported).isEqualTo(reply.body());
                assertThat(reply.text("stdout")).isEqualTo("before\nafter\n");
                assertThat(reply.text("stderr")).isEqualTo("err before\n");
                assertThat(reply.body().path("exit_code").asInt()).isEqualTo(3);
                Awaitility.await().until(() -> isEmpty(data().resolve("doors/http/callbacks")));
            }
            try (AgentRun third = agent(Map.of())) {
                assertThat(new Caller(third).execute(job).repeated()).contains("stored");
            }
            assertThat(receiver.accepted()).as("reports").isEqualTo(1);
            assertThat(receiver.attempts()).as("attempts; the first is refused").isEqualTo(2);
        }
    }

    @Test
    void anOrderlyStopAnswersWhoWaitsAndTheJobGoesOn() throws Exception {
        ObjectNode job = job(2, LONG);
        Path started;
        try (AgentRun first = agent(Map.of())) {
            CompletableFuture<Caller.Reply> waiting = new Caller(first).start(job);
            started = awaitStarted();
            first.signal("TERM");

            assertThat(waiting.get().status()).isEqualTo(503);
            assertThat(waiting.get().text("detail")).contains("send the same request again");
            assertThat(first.exitCode()).isEqualTo(143);
        }
        try (AgentRun second = agent(Map.of())) {
            CompletableFuture<Caller.Reply> again = new Caller(second).start(job);
            Files.createFile(started.resolveSibling("go"));

            assertThat(again.get().repeated()).contains("attached");
            assertThat(again.get().text("stdout")).isEqualTo("before\nafter\n");
        }
    }

    @Test
    void aCallerThatHangsUpCancelsNothing() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            ObjectNode job = job(3, LONG);
            Process curl = new ProcessBuilder(
                            "curl",
                            "-s",
                            "-H",
                            "X-API-Key: " + Caller.KEY,
                            "-d",
                            job.toString(),
                            agent.uri("/jobs/execute").toString())
                    .start();
            Path started = awaitStarted();
            curl.destroyForcibly().waitFor();
            Files.createFile(started.resolveSibling("go"));

            Caller.Reply reply = new Caller(agent).execute(job);

            assertThat(reply.repeated()).isPresent();
            assertThat(reply.text("stdout")).isEqualTo("before\nafter\n");
        }
    }

    private static boolean isEmpty(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
