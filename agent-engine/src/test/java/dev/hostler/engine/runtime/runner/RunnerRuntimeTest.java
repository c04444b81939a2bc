package dev.hostler.engine.runtime.runner;

import static org.awaitility.Awaitility.await;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A runner keeps what every runtime promises; its stand-in prints nothing but what it is told to. */
class RunnerRuntimeTest extends WorkloadRuntimeContract {
    private final RunnerBench bench = new RunnerBench();

    @Override
    protected void leaveHost() {
        bench.close();
    }

    @Override
    protected WorkloadRuntime createRuntime(String agentId, Map<String, String> settings) {
        return bench.runtime(agentId, settings);
    }

    @Override
    protected WorkloadSpec forever() {
        return bench.jit("FAKE_QUIET", "1", "FAKE_NO_JOB", "1").build();
    }

    @Override
    protected WorkloadSpec foreverOtherwise() {
        return bench.jit("FAKE_QUIET", "1", "FAKE_NO_JOB", "1", "OTHERWISE", "1")
                .build();
    }

    @Override
    protected WorkloadSpec exiting(int code) {
        return code == 0
                ? bench.jit("FAKE_QUIET", "1").build()
                : bench.jit("FAKE_QUIET", "1", "FAKE_CODES", Integer.toString(code))
                        .build();
    }

    @Override
    protected WorkloadSpec stubborn() {
        return bench.jit("FAKE_IGNORE", "1", "FAKE_NO_JOB", "1").build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return bench.jit().version("9.9.9").build();
    }

    @Override
    protected WorkloadSpec printing(int lines, String error) {
        String script = "for i in $(seq " + lines + "); do echo line $i; done; echo " + error + " >&2";
        return bench.jit("FAKE_QUIET", "1", "FAKE_RAW", script).build();
    }

    @Override
    protected WorkloadSpec ticking() {
        String script = "trap 'exit 0' INT; i=0; while :; do i=$((i + 1)); echo tick $i; sleep 0.1; done";
        return bench.jit("FAKE_QUIET", "1", "FAKE_RAW", script).build();
    }

    @Override
    protected List<String> program(int code) {
        return List.of();
    }

    @Override
    protected List<String> endlessProgram() {
        return List.of();
    }

    /** Before its server knows it, its credential is gone with its first process. */
    @Override
    protected void awaitFirmness(InstanceHandle instance) {
        await().atMost(LIMIT)
                .until(() -> Files.exists(
                        bench.place(AGENT).instance(instance.value()).registration()));
    }

    @Override
    protected void killBehind(InstanceHandle instance) {
        bench.kill(AGENT, instance);
    }

    @Override
    protected void removeBehind(InstanceHandle instance) {
        bench.remove(AGENT, instance);
    }

    @Override
    protected List<String> leftovers(String agentId) {
        return bench.leftovers(agentId);
    }
}
