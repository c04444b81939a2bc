package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an executor promises that keeps a job to its limits. Confined to one thread. */
public abstract class LimitsContract extends IsolationContract {
    private static final long MEMORY = 32L << 20;
    private static final int PROCESSES = 30;

    private SandboxSpec limited(SandboxBench bench, OptionalDouble cpus, OptionalLong memory, OptionalInt processes) {
        SandboxSpec given = spec(bench);
        SandboxSpec.Limits limits = new SandboxSpec.Limits(cpus, memory, processes);
        return new SandboxSpec(given.id(), given.directories(), given.entry(), given.image(), limits, true);
    }

    private SandboxSpec limitedMemory(SandboxBench bench) {
        return limited(bench, OptionalDouble.empty(), OptionalLong.of(MEMORY), OptionalInt.empty());
    }

    @Test
    void nothingIsSaidOfLimitsThatAreKept() {
        SandboxBench bench = newBench();

        open(bench, limited(bench, OptionalDouble.of(1), OptionalLong.of(MEMORY), OptionalInt.of(PROCESSES)));

        assertThat(notices).noneMatch(line -> line.contains("limits"));
    }

    @Test
    void aStepThatReachesTheMemoryLimitIsKilledAndCounted() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench, limitedMemory(bench));

        int hog = bench.start("echo 1000 >/proc/self/oom_score_adj; x=x; while :; do x=$x$x; done");

        assertThat(bench.exitCode(hog)).isEqualTo(137);
        assertThat(sandbox.memory().limitBytes()).isEqualTo(OptionalLong.of(MEMORY));
        assertThat(sandbox.memory().kills()).isPositive();
        assertThat(newExecutor().recover(sandbox.handle()).memory()).isEqualTo(sandbox.memory());
        assertThat(sandbox.state()).isEqualTo(new SandboxState.Alive());
        assertThat(bench.run("echo next")).isEqualTo("next");
    }

    @Test
    void aStepThatIsKilledForAnotherReasonIsNotCounted() {
        SandboxBench bench = newBench();
        Sandbox sandbox = open(bench, limitedMemory(bench));

        assertThat(bench.exitCode(bench.start("kill -KILL $$"))).isEqualTo(137);

        assertThat(sandbox.memory()).isEqualTo(new SandboxMemory(OptionalLong.of(MEMORY), 0));
    }

    @Test
    void aForkBombIsHeldAtTheLimitOfProcesses() throws Exception {
        SandboxBench bench = newBench();
        Sandbox sandbox =
                open(bench, limited(bench, OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(PROCESSES)));

        int bomb = bench.start("i=0; while [ $i -lt 200 ]; do i=$((i+1)); { echo x >>born; exec sleep 4243; } & done");
        bench.exitCode(bomb);

        // Those that a limit let be born, as soon as they say so; the shell gives up at the first that can't be.
        Path born = bench.directories().workspace().resolve("born");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.readAllLines(born)).hasSizeBetween(PROCESSES / 2, PROCESSES));
        // May take the whole sandbox with it, since whoever is sent in needs room for a process.
        sandbox.killSteps();
        sandbox.destroy();
        assertThat(executor.sandboxes()).isEmpty();
    }

    @Test
    void processorsAreLimited() {
        SandboxBench bench = newBench();
        open(bench, limited(bench, OptionalDouble.of(0.1), OptionalLong.empty(), OptionalInt.empty()));

        // Field 14 of proc(5)'s stat: the processor time in ticks of 10 ms.
        String used = bench.run("sh -c 'while :; do :; done' & loop=$!; sleep 2; read -r line </proc/$loop/stat; "
                + "kill -KILL $loop; set -- $line; echo ${14}");

        // A busy host makes it less, nothing makes it more.
        assertThat(Integer.parseInt(used)).isBetween(1, 60);
    }
}
