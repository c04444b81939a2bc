package dev.hostler.launcher.http.endtoend;

import static dev.hostler.launcher.http.endtoend.V1Client.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs over the native API. */
class V1JobsIT extends GrytScenario {
    private static final String WAIT = "touch started; until [ -e go ]; do sleep 0.1; done";

    @ParameterizedTest
    @ValueSource(strings = {"docker", "process"})
    void aJobRunsToItsResult(String isolation) throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            ObjectNode job = job("build", "echo \"hello $WHO\"; echo wrong >&2; exit 3")
                    .put("isolation", isolation)
                    .put("errorsApart", true)
                    .put("timeout", "2m");
            job.putObject("env").put("WHO", "world");
            if (isolation.equals("docker")) {
                job.put("image", GrytImage.NAME);
            }

            V1Client.Reply accepted = client.send("POST", "/v1/jobs", job.toString());
            assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
            assertThat(accepted.header("Location")).isEqualTo("/v1/jobs/build");
            JsonNode result = client.awaitFinished("build").path("result");

            assertThat(result.path("conclusion").textValue()).isEqualTo("FAILED");
            assertThat(result.path("exitCode").intValue()).isEqualTo(3);
            assertThat(result.path("isolation").textValue()).isEqualTo(isolation);
            assertThat(result.at("/failure/code").textValue()).isEqualTo("STEP_FAILED");
            assertThat(result.at("/steps/0/name").textValue()).isEqualTo("script");
            assertThat(client.get("/v1/jobs/build/log").text()).contains("hello world\n");
            assertThat(client.get("/v1/jobs/build/errors").text()).isEqualTo("wrong\n");
            assertThat(client.get("/v1/jobs").body().at("/jobs/0/conclusion").textValue())
                    .isEqualTo("FAILED");
        }
    }

    @Test
    void theSameKeyWithTheSameJobIsTheJobThatIsThere() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            ObjectNode job = job("x", "true");
            job.remove("id");

            V1Client.Reply first = client.send("POST", "/v1/jobs", job.toString(), "Idempotency-Key", "key-1");
            client.awaitFinished("key-1");
            V1Client.Reply again = client.send("POST", "/v1/jobs", job.toString(), "Idempotency-Key", "key-1");
            V1Client.Reply other = client.send(
                    "POST",
                    "/v1/jobs",
                    job.put("image", "busybox:1").put("isolation", "docker").toString(),
                    "Idempotency-Key",
                    "key-1");
            V1Client.Reply noKey = client.send(
                    "POST", "/v1/jobs", job("a", "true").without("id").toString());

            assertThat(first.status()).isEqualTo(202);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.body().at("/result/conclusion").textValue()).isEqualTo("SUCCEEDED");
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.body().path("code").textValue()).isEqualTo("CONFLICT");
            assertThat(noKey.status()).isEqualTo(202);
            client.awaitFinished(noKey.body().path("id").textValue());
        }
    }

    @Test
    void aPipelineComesAsTextAsJsonOrFromTheRepository() throws Exception {
        GitServer.repository(
                directory.resolve("repositories/app.git"), Map.of("ci.yaml", "steps: [{run: echo from the file}]"));
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            ObjectNode job = V1Client.JSON.createObjectNode().put("isolation", "process");

            client.run(job.put("id", "text")
                    .put("pipeline", "steps:\n  - run: |\n      echo as text\n")
                    .toString());
            job.putObject("pipeline").putArray("steps").addObject().put("run", "echo as \"JSON\" \\\\ über 😀");
            client.run(job.put("id", "json").toString());
            job.remove("pipeline");
            job.putObject("source")
                    .put("url", directory.resolve("repositories/app.git").toString());
            client.run(job.put("id", "file").put("pipelineFile", "ci.yaml").toString());

            assertThat(client.get("/v1/jobs/text/log").text()).contains("as text\n");
            assertThat(client.get("/v1/jobs/json/log").text()).contains("as JSON \\ über 😀\n");
            assertThat(client.get("/v1/jobs/file/log").text()).contains("from the file\n");
            V1Client.Reply wrong =
                    client.send("POST", "/v1/jobs", "{\"steps\":[{\"run\":\"a\",\"timeout\":\"soon\"}]}");
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.text()).contains("steps[0].timeout");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/jobs/long/cancel", "DELETE /v1/jobs/long"})
    void aJobThatIsCancelledEnds(String cancel) throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            client.send("POST", "/v1/jobs", job("long", WAIT).toString());
            awaitStarted();
            String[] words = cancel.split(" ");

            assertThat(client.send(words[0], words[1], "").status()).isEqualTo(202);
            assertThat(client.awaitFinished("long").at("/result/conclusion").textValue())
                    .isEqualTo("CANCELLED");
            assertThat(client.send(words[0], words[1], "").status()).isEqualTo(200);
            assertThat(client.send(words[0], words[1].replace("long", "none"), "")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aLogIsReadInPartsAndFollowedFromEveryPlace() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            client.send(
                    "POST",
                    "/v1/jobs",
                    job("log", "seq 500; " + WAIT + "; seq 501 1000; printf end")
                            .toString());
            Path started = awaitStarted();
            V1Client.Reply before = client.get("/v1/jobs/log/log");
            V1Client.Events live = client.events("/v1/jobs/log/log");
            CompletableFuture<V1Client.Reply> followed = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.get("/v1/jobs/log/log?follow=true");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            Files.createFile(started.resolveSibling("go"));
            client.awaitFinished("log");

            V1Client.Reply after = client.get("/v1/jobs/log/log?offset=" + before.header("X-Next-Offset"));
            V1Client.Reply all = client.get("/v1/jobs/log/log");
            List<V1Client.Event> events = live.all();

            assertThat(before.text()).contains("\n500\n").doesNotContain("501");
            assertThat(before.text() + after.text()).isEqualTo(all.text());
            assertThat(after.header("X-Next-Offset")).isEqualTo(all.header("X-Next-Offset"));
            assertThat(followed.get().text()).isEqualTo(all.text());
            events.forEach(event -> V1Client.DESCRIPTION.check("LogLine", event.data()));
            assertThat(texts(events)).isEqualTo(all.text().lines().toList());
            V1Client.Event middle = events.get(events.size() / 2);
            assertThat(client.events("/v1/jobs/log/log", "Last-Event-ID", middle.id())
                            .all())
                    .isEqualTo(events.subList(events.size() / 2 + 1, events.size()));
        }
    }

    private static List<String> texts(List<V1Client.Event> events) {
        return events.stream()
                .map(event -> event.data().path("text").textValue())
                .toList();
    }

    @Test
    void twoHundredFollowersOfOneJobGetTheSame() throws Exception {
        String work = "for i in $(seq 30); do seq 100; sleep 0.1; done";
        ExecutorService threads = Executors.newFixedThreadPool(200);
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            JsonNode alone = client.run(job("alone", work).toString());
            client.send("POST", "/v1/jobs", job("many", WAIT + "\n" + work).toString());
            Path started = awaitStarted();
            List<CompletableFuture<String>> followers = new ArrayList<>();
            CountDownLatch following = new CountDownLatch(200);
            for (int i = 0; i < 200; i++) {
                followers.add(CompletableFuture.supplyAsync(() -> follow(client, following), threads));
            }
            following.await();
            long begun = System.nanoTime();
            Files.createFile(started.resolveSibling("go"));
            client.awaitFinished("many");
            long millis = (System.nanoTime() - begun) / 1_000_000;
            String all = client.get("/v1/jobs/many/log").text();

            assertThat(all.lines().count()).isGreaterThan(3_000);
            for (CompletableFuture<String> follower : followers) {
                assertThat(follower.get().equals(all)).as("the same").isTrue();
            }
            System.out.println("a job of 3000 lines: alone " + alone.at("/result/durationMs")
                    + " ms, with 200 followers " + millis + " ms");
        } finally {
            threads.shutdownNow();
        }
    }

    private static String follow(V1Client client, CountDownLatch following) {
        try (V1Client.Events events = client.events("/v1/jobs/many/log")) {
            following.countDown();
            StringBuilder text = new StringBuilder();
            for (V1Client.Event event = events.next(); event.kind().isEmpty(); event = events.next()) {
                text.append(event.data().path("text").textValue()).append('\n');
            }
            return text.toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void jobsOfGrytAreSeenAndTheirIdsAreTheirs() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            new Caller(agent).execute(Caller.job(7, "echo from gryt"));

            assertThat(client.get("/v1/jobs").body().at("/jobs/0/id").textValue())
                    .isEqualTo("gryt-7");
            assertThat(client.get("/v1/jobs/gryt-7/log").text()).contains("from gryt");
            V1Client.Reply taken =
                    client.send("POST", "/v1/jobs", job("gryt-7.2", "true").toString());
            assertThat(taken.status()).isEqualTo(422);
            assertThat(taken.body().path("field").textValue()).isEqualTo("id");
        }
    }

    @Test
    void aDrainedAgentFinishesWhatItHasAndTakesNoMore() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            assertThat(client.get("/health/ready").status()).isEqualTo(200);
            client.send("POST", "/v1/jobs", job("last", WAIT).toString());
            Path started = awaitStarted();

            V1Client.Reply drained = client.send("POST", "/v1/drain", "");
            V1Client.Reply refused =
                    client.send("POST", "/v1/jobs", job("late", "true").toString());

            assertThat(drained.status()).isEqualTo(202);
            assertThat(drained.body().path("accepting").booleanValue()).isFalse();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("code").textValue()).isEqualTo("NOT_ACCEPTING");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(client.get("/health/ready").status()).isEqualTo(503);
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            assertThat(client.get("/v1/node").body().path("runningJobs").intValue())
                    .isEqualTo(1);
            Files.createFile(started.resolveSibling("go"));
            assertThat(client.awaitFinished("last").at("/result/conclusion").textValue())
                    .isEqualTo("SUCCEEDED");
        }
    }
}
