package dev.hostler.engine.runtime.docker;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.util.List;
import java.util.Map;

class DockerRuntimeTest extends WorkloadRuntimeContract {
    private final ContainerBench bench = new ContainerBench();

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
        return ContainerBench.forever().build();
    }

    @Override
    protected WorkloadSpec foreverOtherwise() {
        return ContainerBench.forever().env("OTHERWISE", "1").build();
    }

    @Override
    protected WorkloadSpec exiting(int code) {
        return ContainerBench.script("exit " + code).build();
    }

    @Override
    protected WorkloadSpec stubborn() {
        return ContainerBench.script("trap '' TERM; while :; do sleep 0.1; done")
                .build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return ContainerBench.script("true").volume("/not/there", "/data").build();
    }

    @Override
    protected WorkloadSpec printing(int lines, String error) {
        return ContainerBench.script("for i in $(seq " + lines + "); do echo line $i; done; echo " + error + " >&2")
                .build();
    }

    @Override
    protected WorkloadSpec ticking() {
        return ContainerBench.script("trap 'exit 0' TERM; i=0; while :; do i=$((i + 1)); echo tick $i; sleep 0.1; done")
                .build();
    }

    @Override
    protected List<String> program(int code) {
        return List.of("sh", "-c", "exit " + code);
    }

    @Override
    protected List<String> endlessProgram() {
        return List.of("sleep", "100");
    }

    @Override
    protected void killBehind(InstanceHandle instance) {
        bench.kill(instance);
    }

    @Override
    protected void removeBehind(InstanceHandle instance) {
        bench.remove(instance);
    }

    @Override
    protected List<String> leftovers(String agentId) {
        return bench.leftovers(agentId);
    }
}
