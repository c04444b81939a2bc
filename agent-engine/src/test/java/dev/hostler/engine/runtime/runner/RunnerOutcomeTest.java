package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerHooks;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a runner is said by what was seen, and never by its exit code alone. */
class RunnerOutcomeTest extends RunnerCase {
    private static final String[] TIMES = {"copy", "start", "wait", "job"};

    @Test
    void aRunnerWithAConfigurationServesItsJobAndTellsOfIt() throws Exception {
        InstanceHandle handle = start(bench.jit().build());

        Instance ended = awaitEnd(handle);

        assertEnded(ended, Outcome.SUCCESS, "job 'build'", "Succeeded");
        assertThat(ended.exitCode()).isEqualTo(OptionalInt.of(0));
        assertThat(ended.details())
                .containsEntry("version", RunnerBench.VERSION)
                .containsEntry("job", "build")
                .containsEntry("job.result", "Succeeded")
                .containsEntry("job.repository", "acme/app")
                .containsEntry("job.run-id", "9001")
                .containsEntry("job.run-attempt", "1")
                .containsEntry("job.workflow", "the 'CI'")
                .containsEntry("stage", "ended");
        for (String time : TIMES) {
            assertThat(ended.details().get("seconds." + time)).as(time).matches("[0-9]+\\.[0-9]{3}");
        }
        assertThat(lines(handle)).contains("the last words").noneMatch(line -> line.contains("the-secret"));
        assertThat(RunnerBench.files(kept(handle)))
                .anyMatch(name -> name.startsWith("Runner_"))
                .anyMatch(name -> name.startsWith("Worker_"));
        assertThat(topFiles(handle))
                .containsExactly(
                        "err",
                        "exit",
                        "facts",
                        "hook-completed.sh",
                        "hook-started.sh",
                        "job-completed",
                        "job-started",
                        "lock",
                        "log",
                        "marks",
                        "out",
                        "record",
                        "result",
                        "session");
    }

    @Test
    void aRunnerWithATokenRegistersWithExactlyTheseArguments() throws Exception {
        InstanceHandle handle = start(bench.token(
                        "FAKE_STEP",
                        "cat /proc/*/environ 2>/dev/null | tr '\\0' '\\n' >$FAKE_OUT/environ; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >$FAKE_OUT/commands; env >$FAKE_OUT/env")
                .name("r-1")
                .label("fleet=9001")
                .label("big")
                .group("ours")
                .build());

        Instance ended = awaitEnd(handle);

        assertEnded(ended, Outcome.SUCCESS, "job 'build'");
        assertThat(bench.out().resolve("arguments"))
                .hasContent("--unattended --ephemeral --replace --url https://github.test/acme/app --name r-1 --labels"
                        + " fleet=9001,big --runnergroup ours --work _work");
        assertThat(bench.out().resolve("token")).hasContent("token");
        assertThat(ended.details()).containsEntry("runner", "r-1").containsKey("seconds.register");
        for (String seen : List.of("environ", "commands", "env")) {
            assertThat(Files.readString(bench.out().resolve(seen))).doesNotContain(bench.secret());
        }
        assertThat(Files.readString(bench.out().resolve("env")))
                .contains("JAVA_HOME=/usr/lib/jvm/fake", "FAKE_OUT=", "ACTIONS_RUNNER_HOOK_JOB_STARTED=");
        assertThat(lines(handle)).contains("Runner successfully added");
        assertSecretIsNowhere(bench.secret());
    }

    private void assertSecretIsNowhere(String secret) throws IOException {
        try (var files = Files.walk(bench.directory(AGENT))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void aTokenThatIsPrintedIsMasked() throws Exception {
        InstanceHandle handle = start(bench.token("FAKE_CONFIG", "tell").build());
        awaitEnd(handle);

        assertThat(lines(handle)).contains("the token is ***");
    }

    @Test
    void aRegistrationThatFailsSaysWhy() throws Exception {
        InstanceHandle handle = start(RunnerSpec.builder(RunnerCredential.token("bad"))
                .scope("acme")
                .limits(RunnerBench.limits())
                .build());

        Instance ended = awaitEnd(handle);

        assertEnded(ended, Outcome.FAILURE, "registration has failed with exit code 1", "NotFound");
        assertThat(topFiles(handle)).doesNotContain("runner");
    }

    @Test
    void aRegistrationThatHangsEndsAtItsDeadline() throws Exception {
        RunnerLimits limits = RunnerBench.limits();
        InstanceHandle handle = start(bench.token("FAKE_CONFIG", "hang")
                .limits(limits.times(limits.fetch(), Duration.ofMillis(500), limits.run(), limits.stopGrace()))
                .build());

        assertEnded(awaitEnd(handle), Outcome.TIMEOUT, "registration has taken longer than PT0.5S");
    }

    /** The script says 0 to all of these. */
    @ParameterizedTest
    @CsvSource({
        "1, terminated error",
        "5, session conflict",
        "6, undefined return code 6",
        "42, code 42",
        "kill, code 137"
    })
    void aListenerThatEndsWithoutAJobIsNoSuccess(String code, String words) throws Exception {
        Instance ended = awaitEnd(start(bench.jit("FAKE_CODES", code).build()));

        assertEnded(ended, Outcome.FAILURE, "without a job", words);
        assertThat(ended.exitCode()).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void aListenerThatSaysNothingAndDoesNothingIsNoSuccess() throws Exception {
        Instance ended =
                awaitEnd(start(bench.jit("FAKE_QUIET", "1", "FAKE_CODES", "0").build()));

        assertEnded(ended, Outcome.FAILURE, "without a job");
    }

    @Test
    void aConfigurationThatCannotBeReadIsNoSuccess() throws Exception {
        RunnerSpec spec = RunnerSpec.builder(RunnerCredential.jitConfig("bad"))
                .limits(RunnerBench.limits())
                .build();

        assertEnded(awaitEnd(start(spec)), Outcome.FAILURE, "without a job", "terminated error");
    }

    @Test
    void aListenerThatIsNotThereIsNoSuccess() throws Exception {
        Path gate = bench.out().resolve("gate");
        InstanceHandle handle =
                start(bench.jit("FAKE_CODES", "2", "FAKE_GATE", gate.toString()).build());
        await().atMost(LIMIT).until(() -> Files.exists(files(handle).runner().resolve("_diag/launches")));
        Files.delete(files(handle).runner().resolve("bin/Runner.Listener"));
        Files.createFile(gate);

        assertEnded(awaitEnd(handle), Outcome.FAILURE, "without a job", "code 127");
    }

    @Test
    void aListenerThatFailsAgainAndAgainIsStopped() throws Exception {
        // After its third end it is launched no more, so that the count does not depend on who is faster.
        Instance ended = awaitEnd(
                start(bench.jit("FAKE_CODES", "2", "FAKE_LAST_PAUSE", "3").build()));

        assertEnded(ended, Outcome.FAILURE, "failed 3 times in a row");
    }

    @Test
    void aListenerThatFailsFasterThanItIsLookedAtIsStoppedAllTheSame() throws Exception {
        Instance ended =
                awaitEnd(start(bench.jit("FAKE_CODES", "2", "FAKE_PAUSE", "0").build()));

        assertEnded(ended, Outcome.FAILURE, "times in a row");
        assertThat(ended.details().get("reason")).containsPattern("failed ([3-9]|[1-9][0-9]+) times");
    }

    @Test
    void aListenerThatFailsTwiceAndThenServesIsASuccess() throws Exception {
        Instance ended = awaitEnd(start(bench.jit("FAKE_CODES", "2 2 job").build()));

        assertEnded(ended, Outcome.SUCCESS, "Succeeded");
    }

    @Test
    void anOutdatedVersionIsNamed() throws Exception {
        Instance ended = awaitEnd(start(bench.jit("FAKE_CODES", "7").build()));

        assertEnded(ended, Outcome.FAILURE, "outdated", "exit code 7");
        assertThat(ended.exitCode()).isEqualTo(OptionalInt.of(7));
    }

    @Test
    void aJobThatFailsIsServedAllTheSame() throws Exception {
        Instance ended = awaitEnd(start(bench.jit("FAKE_STEP", "exit 3").build()));

        assertEnded(ended, Outcome.SUCCESS, "with result Failed");
        assertThat(ended.details()).containsEntry("job.result", "Failed");
    }

    @Test
    void aHookOfTheUserRunsAndCanFailTheJob() throws Exception {
        Path hook = bench.root().resolve("hook.sh");
        Files.writeString(hook, "echo \"hook of $GITHUB_RUN_ID\"\nfalse\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        InstanceHandle handle = start(bench.jit()
                .hooks(new RunnerHooks(Optional.of(hook.toString()), Optional.empty()))
                .build());

        Instance ended = awaitEnd(handle);

        assertThat(lines(handle)).contains("hook of 9001");
        assertThat(ended.details()).containsEntry("job.result", "Failed").containsEntry("job.run-id", "9001");
    }

    @Test
    void aPreinstalledProgramIsAsItWasAfterAJobThatChangesItsRunner() throws Exception {
        runtime.prepare(KEY, bench.jit().build(), WorkloadNotices.NONE, CancellationToken.NONE);
        Path place = bench.root().resolve("preinstalled");
        try (var programs = Files.list(bench.cache().resolve("programs"))) {
            Files.move(programs.findFirst().orElseThrow(), place);
        }
        String script = Files.readString(place.resolve("run.sh"));
        List<String> before = RunnerBench.files(place);
        InstanceHandle handle = start(bench.jit("FAKE_STEP", "echo >../run.sh; rm -r ../externals; echo more >../more")
                .build());

        assertEnded(awaitEnd(handle), Outcome.SUCCESS);
        runtime.destroy(handle);

        assertThat(RunnerBench.files(place)).isEqualTo(before);
        assertThat(place.resolve("run.sh")).hasContent(script);
    }

    @Test
    void whatAJobLeavesBehindIsEnded() throws Exception {
        InstanceHandle handle = start(bench.jit(
                        "FAKE_STEP",
                        "setsid sh -c 'trap \"\" TERM INT; sleep 1000' & env -i setsid sleep 1000 & sleep 0.3")
                .build());

        assertEnded(awaitEnd(handle), Outcome.SUCCESS);
    }

    @Test
    void longLinesManyLinesAndAllLettersGetIntoTheLog() throws Exception {
        InstanceHandle handle = start(
                bench.jit("FAKE_STEP", "head -c 5000000 /dev/zero | tr '\\0' x; echo; seq 50000; printf 'ä€😀\\n'")
                        .build());

        awaitEnd(handle);

        List<String> lines = lines(handle);
        assertThat(lines).contains("ä€😀", "x".repeat(5_000_000));
        assertThat(lines.stream().filter(line -> line.matches("[0-9]+"))).hasSize(50_000);
    }

    @Test
    void aKillForWantOfMemoryIsNamed() throws Exception {
        Path proc = bench.root().resolve("proc");
        Files.createDirectories(proc);
        Files.writeString(proc.resolve("vmstat"), "oom_kill 3\n");
        Files.writeString(proc.resolve("meminfo"), "MemAvailable: 1000 kB\n");
        runtime.close();
        runtime = bench.runtime(AGENT, Map.of(), proc);
        InstanceHandle handle = start(
                bench.jit("FAKE_STEP", "while [ ! -e $FAKE_OUT/kill ]; do sleep 0.05; done; kill -9 $PPID; sleep 1000")
                        .limits(RunnerBench.limits().floors(0, 0, 1L << 40))
                        .build());
        awaitStage(handle, "running");
        Files.writeString(proc.resolve("vmstat"), "oom_kill 4\n");
        Files.createFile(bench.out().resolve("kill"));

        Instance ended = awaitEnd(handle);
        assertEnded(ended, Outcome.FAILURE, "want of memory", "in the middle of its job");
        assertThat(ended.outOfMemory()).isTrue();
        assertThat(ended.details()).containsKey("warning.memory");
    }
}
