package dev.hostler.engine.runtime.docker;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.testkit.WorkloadRuntimeFixture;
import java.util.List;
import java.util.Map;

/** What the tests share that look at containers by the engine's own eyes. Confined to one thread. */
abstract class ContainerTest extends WorkloadRuntimeFixture {
    final ContainerBench bench = new ContainerBench();

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
