package dev.hostler.engine.runtime.compose;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.util.List;
import java.util.Map;

class ComposeRuntimeTest extends WorkloadRuntimeContract {
    private final ComposeBench bench = new ComposeBench();

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
        return ComposeBench.script(ComposeBench.UNTIL_STOPPED).build();
    }

    /** Under another name of its project an application is another instance; else it would change in place. */
    @Override
    protected WorkloadSpec foreverOtherwise() {
        return ComposeBench.script(ComposeBench.UNTIL_STOPPED)
                .projectName("otherwise-" + ProcessHandle.current().pid())
                .build();
    }

    @Override
    protected WorkloadSpec exiting(int code) {
        return ComposeBench.script("exit " + code).build();
    }

    @Override
    protected WorkloadSpec stubborn() {
        return ComposeBench.script("trap '' TERM; while :; do sleep 0.1; done").build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return ComposeSpec.builder("""
                services:
                  good:
                    image: %1$s
                    volumes: [data:/data]
                  bad:
                    image: %1$s
                    network_mode: none
                    volumes:
                      - type: bind
                        source: /not/there
                        target: /data
                volumes:
                  data: {}
                """.formatted(DockerHost.IMAGE)).build();
    }

    @Override
    protected WorkloadSpec printing(int lines, String error) {
        return ComposeBench.script("for i in $(seq " + lines + "); do echo line $i; done; echo " + error + " >&2")
                .build();
    }

    @Override
    protected WorkloadSpec ticking() {
        return ComposeBench.script("trap 'exit 0' TERM; i=0; while :; do i=$((i + 1)); echo tick $i; sleep 0.1; done")
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
