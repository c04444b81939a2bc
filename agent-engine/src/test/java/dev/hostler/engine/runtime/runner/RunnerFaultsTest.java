package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Many runs, each with a fault by chance: every report is right, and nothing is left. */
class RunnerFaultsTest extends RunnerCase {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final long seed = new Random().nextLong();
    private final Random chance = new Random(seed);

    /** What goes wrong with a run, if anything. */
    private enum Fault {
        NONE,
        BAD_NETWORK,
        FAILED_JOB,
        LISTENER_CODE,
        OUTDATED,
        HUNG_REGISTRATION,
        FULL_DISK,
        STOPPED,
        IGNORED_STOP,
        KILLED,
        AGENT_RESTARTED,
        STOPPED_AFTER_RESTART,
        SHELL_KILLED,
        LEFT_BEHIND,
        MAX_RUNTIME,
        LISTENER_LOOP
    }

    @Test
    void everyReportIsRightAndNothingIsLeft() throws Exception {
        Map<Fault, Integer> done = new TreeMap<>();
        int runs = Effort.of(6, 100);
        System.out.println("RunnerFaultsTest: seed " + seed);
        for (int i = 0; i < runs; i++) {
            Fault fault = Fault.values()[
                    runs < 20 ? (i * 5 + 1) % Fault.values().length : chance.nextInt(Fault.values().length)];
            InstanceHandle handle = carryOut(fault);
            Instance ended = awaitEnd(handle);
            assertThat(expected(fault))
                    .as("run %s with %s, seed %s: %s", i, fault, seed, ended.message())
                    .contains(ended.details().get("outcome"));
            if (fault != Fault.IGNORED_STOP && fault != Fault.HUNG_REGISTRATION) {
                assertThat(ended.message())
                        .as("run %s with %s, seed %s: what listens drains", i, fault, seed)
                        .doesNotContain("was killed after");
            }
            runtime.destroy(handle);
            runtime.destroyData(KEY);
            assertThat(bench.leftovers(AGENT))
                    .as("after run %s with %s", i, fault)
                    .isEmpty();
            done.merge(fault, 1, Integer::sum);
        }
        assertThat(done.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(runs);
    }

    private static Set<String> expected(Fault fault) {
        return switch (fault) {
            case NONE, BAD_NETWORK, FAILED_JOB, AGENT_RESTARTED, LEFT_BEHIND -> Set.of("success");
            case LISTENER_CODE, OUTDATED, FULL_DISK, KILLED, LISTENER_LOOP -> Set.of("failure");
            case HUNG_REGISTRATION, MAX_RUNTIME -> Set.of("timeout");
            case STOPPED, IGNORED_STOP, STOPPED_AFTER_RESTART -> Set.of("interrupted");
            // Its listener cancels the job, and that may be told or not, since who listens is gone.
            case SHELL_KILLED -> Set.of("success", "failure");
        };
    }

    private InstanceHandle carryOut(Fault fault) throws InterruptedException, IOException {
        RunnerLimits limits = RunnerBench.limits();
        return switch (fault) {
            case NONE ->
                start(chance.nextBoolean() ? bench.jit().build() : bench.token().build());
            case BAD_NETWORK -> startWithBadNetwork();
            case FAILED_JOB -> start(bench.jit("FAKE_STEP", "exit 1").build());
            case LISTENER_CODE ->
                start(bench.jit("FAKE_CODES", pick("1", "5", "6", "42", "kill")).build());
            case OUTDATED -> start(bench.jit("FAKE_CODES", "7").build());
            case HUNG_REGISTRATION ->
                start(bench.token("FAKE_CONFIG", pick("hang", "stubborn"))
                        .limits(limits.times(
                                limits.fetch(), Duration.ofMillis(300), limits.run(), Duration.ofSeconds(1)))
                        .build());
            case FULL_DISK ->
                start(bench.jit("FAKE_STEP", "sleep 1000")
                        .limits(limits.floors(0, Long.MAX_VALUE, 0))
                        .build());
            case STOPPED ->
                stopped(
                        bench.jit("FAKE_STEP", "sleep 1000", "FAKE_DRAIN", "0.1")
                                .build(),
                        GRACE);
            case IGNORED_STOP ->
                stopped(
                        bench.jit("FAKE_IGNORE", "1", "FAKE_STEP", "trap '' INT TERM; sleep 1000")
                                .build(),
                        Duration.ofMillis(200));
            case KILLED -> killed();
            case AGENT_RESTARTED -> restarted("sleep 0.5");
            case STOPPED_AFTER_RESTART -> {
                InstanceHandle handle = restarted("sleep 1000");
                runtime.stop(handle, GRACE);
                yield handle;
            }
            case SHELL_KILLED -> withoutShell();
            case LEFT_BEHIND ->
                start(bench.jit(
                                "FAKE_STEP",
                                "setsid sh -c 'trap \"\" TERM INT; sleep 1000' & env -i setsid sleep 1000 & sleep 0.1")
                        .build());
            case MAX_RUNTIME ->
                start(bench.jit("FAKE_STEP", "sleep 1000")
                        .limits(limits.times(
                                limits.fetch(),
                                limits.registration(),
                                Duration.ofMillis(1 + chance.nextInt(1000)),
                                GRACE))
                        .build());
            case LISTENER_LOOP -> start(bench.jit("FAKE_CODES", "2").build());
        };
    }

    private String pick(String... values) {
        return values[chance.nextInt(values.length)];
    }

    private InstanceHandle startWithBadNetwork() throws InterruptedException, IOException {
        Tree.remove(bench.cache());
        bench.server().api(ReleaseServer.status(503));
        bench.server().store(ReleaseServer.cut(1 + chance.nextInt(1500)), ReleaseServer.status(500));
        return start(bench.jit().build());
    }

    private InstanceHandle stopped(RunnerSpec spec, Duration grace) throws InterruptedException {
        InstanceHandle handle = start(spec);
        bench.scheduler().sleep(Duration.ofMillis(chance.nextInt(600)));
        runtime.stop(handle, grace);
        return handle;
    }

    private InstanceHandle killed() throws InterruptedException {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", "sleep 1000").build());
        bench.scheduler().sleep(Duration.ofMillis(chance.nextInt(600)));
        while (!bench.members(AGENT, handle).isEmpty()) {
            bench.kill(AGENT, handle);
        }
        return handle;
    }

    private InstanceHandle restarted(String step) throws InterruptedException {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", step).build());
        bench.scheduler().sleep(Duration.ofMillis(chance.nextInt(600)));
        runtime.close();
        bench.scheduler().sleep(Duration.ofMillis(chance.nextInt(600)));
        runtime = bench.runtime(AGENT, Map.of());
        return handle;
    }

    private InstanceHandle withoutShell() throws InterruptedException {
        InstanceHandle handle = start(bench.jit("FAKE_STEP", "sleep 1000").build());
        awaitStage(handle, "running");
        bench.place(AGENT)
                .session(files(handle))
                .kill(
                        bench.members(AGENT, handle).stream()
                                .filter(member ->
                                        !member.serves() && member.command().startsWith("run"))
                                .toList(),
                        bench.scheduler().bootId());
        return handle;
    }
}
