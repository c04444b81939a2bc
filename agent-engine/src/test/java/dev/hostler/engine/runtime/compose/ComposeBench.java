package dev.hostler.engine.runtime.compose;

import com.github.dockerjava.api.model.Container;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.engine.runtime.container.WorkloadLabels;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.RuntimeContext;
import dev.hostler.engine.time.SystemScheduler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real engine and the real Compose, runtimes on them, and a way round them. Confined to one thread. */
final class ComposeBench implements AutoCloseable {
    static final String UNTIL_STOPPED = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    private final DockerHost docker = DockerHost.require();
    private final SystemScheduler scheduler = SystemScheduler.create();

    DockerHost docker() {
        return docker;
    }

    SystemScheduler scheduler() {
        return scheduler;
    }

    WorkloadRuntime runtime(String agentId, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("pull", "never", "compose-binary", "docker-compose"));
        all.putAll(settings);
        return new ComposeRuntimeProvider()
                .create(RuntimeContext.of(agentId, scheduler, all, Path.of("target", "runtimes", agentId)));
    }

    /** An application of one service that runs a script, without network, which is faster. */
    static ComposeSpec.Builder script(String script) {
        return ComposeSpec.builder("services:\n" + service("main", script));
    }

    /** A service that runs a script, without network. */
    static String service(String name, String script) {
        return """
                  %s:
                    image: %s
                    network_mode: none
                    command:
                      - sh
                      - -c
                      - %s
                """.formatted(name, DockerHost.IMAGE, quoted(script.replace("$", "$$")));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    List<Container> containers(InstanceHandle handle) {
        return docker.containers(ServiceLabels.PROJECT, ProjectHandle.project(handle));
    }

    void kill(InstanceHandle handle) {
        containers(handle)
                .forEach(container ->
                        docker.client().killContainerCmd(container.getId()).exec());
    }

    void remove(InstanceHandle handle) {
        containers(handle)
                .forEach(container -> docker.client()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec());
    }

    List<String> leftovers(String agentId) {
        String label = WorkloadLabels.AGENT + "=" + agentId;
        return Stream.of(
                        docker.containers(WorkloadLabels.AGENT, agentId).stream()
                                .map(container -> container.getId() + " " + container.getStatus()),
                        docker.volumes(label).stream(),
                        docker.client().listNetworksCmd().withFilter("label", List.of(label)).exec().stream()
                                .map(network -> network.getName()))
                .flatMap(all -> all)
                .toList();
    }

    @Override
    public void close() {
        docker.close();
        scheduler.close();
    }
}
