package dev.hostler.launcher.http.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workloads and events over the native API. */
class V1WorkloadsIT extends GrytScenario {
    private static final String PATH = "/v1/workloads/ticker";

    @AfterEach
    void noWorkloadIsLeft() throws Exception {
        assertThat(left()).as("containers of workloads").isEmpty();
    }

    private static String left() throws Exception {
        return Commands.run("docker", "ps", "-aq", "--filter", "label=hostler-test=v1");
    }

    private static ObjectNode ticker(String revision) {
        ObjectNode wish =
                V1Client.JSON.createObjectNode().put("kind", "container").put("revision", revision);
        ObjectNode spec = wish.putObject("spec").put("image", GrytImage.NAME).put("stopGrace", "0s");
        spec.putObject("labels").put("hostler-test", "v1");
        spec.putArray("command")
                .add("sh")
                .add("-c")
                .add("i=0; while true; do i=$((i+1)); echo tick $i; sleep 0.1; done");
        return wish;
    }

    private static JsonNode awaitPhase(V1Client client, String phase) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> client.get(PATH).body(),
                        workload -> workload.path("phase").textValue().equals(phase));
    }

    private static void delete(V1Client client) throws Exception {
        assertThat(client.send("DELETE", PATH + "?data=true", "").status()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.get(PATH).status() == 404);
        assertThat(client.send("DELETE", PATH, "").status()).isEqualTo(204);
    }

    @Test
    void aWishIsMetAndChangedAndDeleted() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            try {
                V1Client.Reply applied = client.send("PUT", PATH, ticker("r1").toString());
                assertThat(applied.status()).as(applied.text()).isEqualTo(202);
                assertThat(applied.body().path("revision").textValue()).isEqualTo("r1");
                JsonNode running = awaitPhase(client, "RUNNING");
                assertThat(running.at("/revisions/observed").textValue()).isEqualTo("r1");

                V1Client.Reply again = client.send("PUT", PATH, ticker("r1").toString());
                assertThat(again.status()).isEqualTo(200);
                assertThat(again.body().path("skipped").booleanValue()).isTrue();
                assertThat(again.body().path("action")).isEqualTo(applied.body().path("action"));

                ObjectNode other = ticker("r1");
                other.withObject("/spec").putObject("env").put("A", "b");
                assertThat(client.send("PUT", PATH, other.toString()).status()).isEqualTo(409);

                assertThat(client.get("/v1/workloads")
                                .body()
                                .at("/workloads/0/id")
                                .textValue())
                        .isEqualTo("ticker");
                assertThat(client.send(
                                        "PUT",
                                        PATH,
                                        ticker("r2").put("desired", "STOPPED").toString())
                                .status())
                        .isEqualTo(202);
                awaitPhase(client, "STOPPED");
                assertThat(client.get(PATH + "/actions")
                                .body()
                                .at("/actions/1/kind")
                                .textValue())
                        .isEqualTo("APPLY");
            } finally {
                delete(client);
            }
        }
    }

    @Test
    void whatIsPrintedIsReadAndFollowed() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            client.send("PUT", PATH, ticker("r1").toString());
            try {
                awaitPhase(client, "RUNNING");
                HttpURLConnection follow = (HttpURLConnection)
                        agent.uri(PATH + "/log?follow=true").toURL().openConnection();
                follow.setRequestProperty("X-API-Key", Caller.KEY);
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(follow.getInputStream(), StandardCharsets.UTF_8))) {
                    for (int i = 1; i <= 20; i++) {
                        assertThat(lines.readLine()).isEqualTo("tick " + i);
                    }
                }

                assertThat(client.get(PATH + "/log").text()).startsWith("tick 1\ntick 2\n");
                assertThat(client.get(PATH + "/log?tail=3").text().lines().count())
                        .isEqualTo(3);
                assertThat(client.get(PATH + "/log?since=2999-01-01T00:00:00Z").text())
                        .isEmpty();
                V1Client.Reply wrong = client.get(PATH + "/log?tail=all");
                assertThat(wrong.status()).isEqualTo(422);
                assertThat(wrong.body().path("field").textValue()).isEqualTo("tail");
            } finally {
                delete(client);
            }
        }
    }

    @Test
    void whatIsRefusedIsNamed() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            ObjectNode wish = ticker("r1");

            assertThat(client.get(PATH).status()).isEqualTo(404);
            assertThat(client.get(PATH + "/log").status()).isEqualTo(404);
            wish.withObject("/spec").putObject("hostAccess").put("privileged", true);
            assertThat(client.send("PUT", PATH, wish.toString()).status()).isEqualTo(403);
            wish.withObject("/spec").put("imgae", "x");
            assertThat(client.send("PUT", PATH, wish.toString())
                            .body()
                            .path("field")
                            .textValue())
                    .isEqualTo("spec.imgae");
            assertThat(client.send("PUT", "/v1/workloads/a%20b", ticker("r1").toString())
                            .status())
                    .isEqualTo(422);
            assertThat(client.get("/v1/workloads").body().path("workloads")).isEmpty();
        }
    }

    @Test
    void eventsGoOnOverABreakAndSayWhenTheyCanNot() throws Exception {
        String last;
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            V1Client.Event job;
            try (V1Client.Events events = client.events("/v1/events")) {
                client.run(V1Client.job("first", "true").toString());
                job = awaitState(events, "first", "QUEUED");
                awaitState(events, "first", "FINISHED");
            }
            try (V1Client.Events events = client.events("/v1/events?after=0", "Last-Event-ID", job.id())) {
                last = awaitState(events, "first", "FINISHED").id();
            }
            agent.signal("KILL");
            agent.exitCode();
        }
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            try (V1Client.Events events = client.events("/v1/events", "Last-Event-ID", last)) {
                V1Client.Event reset = events.next();
                assertThat(reset.kind()).isEqualTo("reset");
                client.run(V1Client.job("second", "true").toString());
                V1Client.Event next = events.next();
                assertThat(next.kind()).isEmpty();
                assertThat(next.data().path("job").textValue()).isEqualTo("second");
            }
        }
    }

    private static V1Client.Event awaitState(V1Client.Events events, String job, String state) throws Exception {
        while (true) {
            V1Client.Event event = events.next();
            V1Client.DESCRIPTION.check("Event", event.data());
            assertThat(event.kind()).isEmpty();
            if (event.data().path("job").asText().equals(job)
                    && event.data().path("state").asText().equals(state)) {
                return event;
            }
        }
    }
}
