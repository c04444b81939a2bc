package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.RuntimeContext;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real engine, runtimes on it, and a way round them. Confined to one thread. */
final class ContainerBench implements AutoCloseable {
    private static final String UNTIL_STOPPED = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    private final DockerHost docker = DockerHost.require();
    private final SystemScheduler scheduler = SystemScheduler.create();

    DockerHost docker() {
        return docker;
    }

    SystemScheduler scheduler() {
        return scheduler;
    }

    WorkloadRuntime runtime(String agentId, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("pull", "never"));
        all.putAll(settings);
        return new DockerRuntimeProvider()
                .create(RuntimeContext.of(agentId, scheduler, all, Path.of("target", "runtimes", agentId)));
    }

    /** A container that runs a script, without network, which is faster. */
    static ContainerSpec.Builder script(String script) {
        return ContainerSpec.builder(DockerHost.IMAGE)
                .command("sh", "-c", script)
                .network(NetworkMode.NONE);
    }

    static ContainerSpec.Builder forever() {
        return script(UNTIL_STOPPED);
    }

    InspectContainerResponse inspect(InstanceHandle handle) {
        return docker.client().inspectContainerCmd(handle.value()).exec();
    }

    void kill(InstanceHandle handle) {
        docker.client().killContainerCmd(handle.value()).exec();
    }

    void remove(InstanceHandle handle) {
        docker.client().removeContainerCmd(handle.value()).withForce(true).exec();
    }

    List<String> leftovers(String agentId) {
        return Stream.concat(
                        docker.containers(WorkloadLabels.AGENT, agentId).stream()
                                .map(container -> container.getId() + " " + container.getStatus()),
                        docker.volumes(WorkloadLabels.AGENT + "=" + agentId).stream())
                .toList();
    }

    @Override
    public void close() {
        docker.close();
        scheduler.close();
    }
}
