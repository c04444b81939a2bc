package dev.hostler.launcher.http.endtoend;

import static dev.hostler.launcher.http.endtoend.Caller.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the main API of Gryt CI counts on, against an agent with nothing but the documented variables. */
class GrytIT extends GrytScenario {
    @Test
    void healthNeedsNoKeyAndJobsDo() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller caller = new Caller(agent);
            byte[] body = job(1, "echo hi").toString().getBytes(StandardCharsets.UTF_8);

            Caller.Reply health = caller.get("/health");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.text("status")).isEqualTo("healthy");
            assertThat(health.body().path("docker_available").asBoolean()).isTrue();
            assertThat(caller.get("/").text("status")).isEqualTo("running");
            assertThat(caller.post(body, Optional.empty()).get().status()).isEqualTo(422);
            Caller.Reply wrong = caller.post(body, Optional.of("another")).get();
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.text("detail")).isEqualTo("Invalid API key");
            assertThat(caller.post(body, Optional.of(Caller.KEY)).get().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aJobThatSucceeds() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller caller = new Caller(agent);
            caller.execute(job(1, "true")); // the first one pays for the start of everything
            ObjectNode job = job(2, "echo \"$PWD $GRYT_WORKSPACE $FOO\"; printf 'no line end'; sleep 1");
            job.putObject("env_vars").put("FOO", "bar");

            Instant before = Instant.now();
            Caller.Reply reply = caller.execute(job);
            double truth = Duration.between(before, Instant.now()).toMillis() / 1000.0;

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("job_id").asLong()).isEqualTo(2);
            assertThat(reply.body().path("success").asBoolean()).isTrue();
            assertThat(reply.body().path("exit_code").asInt()).isZero();
            assertThat(reply.text("stdout")).isEqualTo("/workspace /workspace bar\nno line end");
            assertThat(reply.text("stderr")).isEmpty();
            assertThat(reply.body().path("error").isNull()).isTrue();
            Instant started = Instant.parse(reply.text("started_at"));
            Instant completed = Instant.parse(reply.text("completed_at"));
            assertThat(started).isBetween(before, completed);
            double duration = reply.body().path("duration_seconds").asDouble();
            assertThat(duration).isEqualTo(Duration.between(started, completed).toMillis() / 1000.0);
            assertThat(duration).isBetween(1.0, truth);
            assertThat(containers()).isEmpty();
            assertThat(workspaces()).isEmpty();
        }
    }

    @Test
    void aJobThatFailsHasEachStreamInItsOwnField() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller.Reply reply =
                    new Caller(agent).execute(job(3, "echo out1; echo err1 >&2; echo out2; echo err2 >&2; exit 7"));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("success").asBoolean()).isFalse();
            assertThat(reply.body().path("exit_code").asInt()).isEqualTo(7);
            assertThat(reply.text("stdout")).isEqualTo("out1\nout2\n");
            assertThat(reply.text("stderr")).isEqualTo("err1\nerr2\n");
            assertThat(reply.text("error")).contains("exit code 7");
        }
    }

    @Test
    void oneJsonDocumentComesWithoutItsBlanks() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            assertThat(new Caller(agent)
                            .execute(job(4, "echo '{ \"a\" : 1.0 }'"))
                            .text("stdout"))
                    .isEqualTo("{\"a\":1.0}");
        }
    }

    @Test
    void eightJobsOnFourSlotsAndHealthMeanwhile() throws Exception {
        try (AgentRun agent = agent(Map.of("HOSTLER_SLOTS", "4"))) {
            Caller caller = new Caller(agent);
            caller.execute(job(100, "true"));
            List<CompletableFuture<Caller.Reply>> jobs = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                jobs.add(caller.start(job(i, "sleep 2")));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(jobs.toArray(CompletableFuture[]::new));
            List<Long> healthMillis = new ArrayList<>();
            while (!isDoneIn(100, all)) {
                long asked = System.nanoTime();
                assertThat(caller.get("/health").status()).isEqualTo(200);
                healthMillis.add((System.nanoTime() - asked) / 1_000_000);
            }
            double seconds = (System.nanoTime() - start) / 1e9;

            assertThat(jobs)
                    .allSatisfy(
                            job -> assertThat(job.get().body().path("success").asBoolean())
                                    .isTrue());
            System.out.println("8 jobs of 2 s on 4 slots: " + seconds + " s; health: at most "
                    + healthMillis.stream().mapToLong(Long::longValue).max().orElse(0) + " ms of "
                    + healthMillis.size());
            assertThat(seconds).as("two rounds of four; one by one it is 16").isBetween(4.0, 12.0);
            assertThat(healthMillis.stream().sorted().toList().get(healthMillis.size() * 9 / 10))
                    .as("nine of ten answers, in ms; a job takes 2000")
                    .isLessThan(200);
            assertThat(healthMillis).as("no answer waits for a job, in ms").allMatch(millis -> millis < 2000);
        }
    }

    @Test
    void aJobThatNeedsMoreMemoryThanItMay() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller.Reply reply = new Caller(agent)
                    .execute(job(6, "head -c 100000000 /dev/zero | tail").put("memory_limit", "32m"));

            assertThat(reply.body().path("success").asBoolean()).isFalse();
            assertThat(reply.text("error")).contains("out of memory").contains("32 MiB");
        }
    }

    private static boolean isDoneIn(int millis, CompletableFuture<?> future) throws Exception {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "docker_image,hostler-test/there-is-none:1,hostler-test/there-is-none:1",
        "git_branch,there-is-none,there-is-none",
    })
    void whatIsNotThereIsSaidInTheResult(String field, String value, String expected) throws Exception {
        GitServer.repository(directory.resolve("repositories/app.git"), Map.of("a", "b"));
        try (AgentRun agent = agent(Map.of());
                GitServer git = GitServer.start(directory.resolve("repositories"), Optional.empty())) {
            Caller caller = new Caller(agent);

            Caller.Reply reply = caller.execute(
                    job(7, "true").put("git_url", git.url("app.git")).put(field, value));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().path("success").asBoolean()).isFalse();
            assertThat(reply.body().path("exit_code").asInt()).isEqualTo(-1);
            assertThat(reply.text("error")).contains(expected);
            assertThat(reply.text("stderr")).contains(expected);
            assertThat(caller.execute(job(8, "echo lives")).text("stdout")).isEqualTo("lives\n");
        }
    }

    @Test
    void whatDoesNotFitIsNamedAndHurtsNobody() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller caller = new Caller(agent);

            Caller.Reply base64 = caller.execute(job(1, "true").put("pipeline_b64", "%%%"));
            assertThat(base64.status()).isEqualTo(422);
            assertThat(base64.body().toString()).contains("pipeline_b64");
            Caller.Reply cpus = caller.execute(job(1, "true").put("cpu_limit", "abc"));
            assertThat(cpus.status()).isEqualTo(422);
            assertThat(cpus.body().toString()).contains("cpu_limit");
            assertThat(caller.post(new byte[64 << 20], Optional.of(Caller.KEY))
                            .get()
                            .status())
                    .isEqualTo(413);
            assertThat(caller.execute(job(2, "echo lives")).text("stdout")).isEqualTo("lives\n");
        }
    }

    @Test
    void muchOutputIsCutWithANoteInTheMiddle() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            String stdout = new Caller(agent)
                    .execute(job(9, "yes 0123456789abcde | head -c 10485760"))
                    .text("stdout");

            assertThat(stdout.length()).isBetween(4 << 20, (4 << 20) + 200);
            assertThat(stdout)
                    .startsWith("0123456789abcde\n")
                    .endsWith("0123456789abcde\n")
                    .contains("\n==> 6291456 bytes are left out here");
        }
    }

    @Test
    void aRequestThatComesAgainIsTheSameJob() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller caller = new Caller(agent);
            ObjectNode job =
                    job(10, "cat /proc/sys/kernel/random/uuid; touch started; until [ -e go ]; do sleep 0.1; done");

            CompletableFuture<Caller.Reply> first = caller.start(job);
            Path started = awaitStarted();
            CompletableFuture<Caller.Reply> second = caller.start(job);
            assertThat(isDoneIn(300, second)).isFalse();
            Files.createFile(started.resolveSibling("go"));
            Caller.Reply third = first.thenCombine(second, (a, b) -> a)
                    .thenCompose(done -> caller.start(job))
                    .get();

            assertThat(first.get().repeated()).isEmpty();
            assertThat(second.get().repeated()).contains("attached");
            assertThat(third.repeated()).contains("stored");
            assertThat(second.get().body()).isEqualTo(first.get().body()).isEqualTo(third.body());

            Caller.Reply other = caller.execute(job(10, "echo another pipeline"));
            assertThat(other.repeated()).isEmpty();
            assertThat(other.text("stdout")).isEqualTo("another pipeline\n");
            assertThat(other.body().path("job_id").asLong()).isEqualTo(10);
            assertThat(caller.execute(job(10, "echo another pipeline")).repeated())
                    .contains("stored");
        }
    }

    @Test
    void withoutAKeyJobsAreRefusedWithTheRemedy() throws Exception {
        try (AgentRun agent = agent(Map.of("AGENT_API_KEY", ""))) {
            Caller caller = new Caller(agent);

            Caller.Reply reply = caller.execute(job(11, "true"));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("detail")).contains("AGENT_API_KEY");
            assertThat(caller.get("/health").status()).isEqualTo(200);
            assertThat(agent.output()).contains("AGENT_API_KEY IS NOT SET");
        }
    }

    @Test
    void withoutAKeyItDoesNotListenWhereOthersCanReachIt() throws Exception {
        try (AgentRun agent =
                AgentRun.start(directory, Map.of("HOSTLER_DATA_DIR", data().toString(), "AGENT_HOST", "0.0.0.0"))) {
            assertThat(agent.exitCode()).isEqualTo(2);
            assertThat(agent.output()).contains("set AGENT_API_KEY").doesNotContain("\tat ");
        }
    }

    @Test
    void withoutTheirKeyJobsThatBringATokenAreRefused() throws Exception {
        try (AgentRun agent = agent(Map.of())) {
            Caller.Reply reply = new Caller(agent)
                    .execute(job(12, "true")
                            .put("git_url", "https://example.org/a.git")
                            .put("github_token_encrypted", PrivateCloneIT.TOKEN));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("detail")).contains("GRYT_ENCRYPTION_KEY");
        }
    }
}
