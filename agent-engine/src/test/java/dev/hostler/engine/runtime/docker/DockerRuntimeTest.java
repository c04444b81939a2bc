package dev.hostler.engine.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.engine.testing.RuntimeContext;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DockerRuntimeTest extends WorkloadRuntimeContract {
    private static DockerHost docker;

    private final SystemScheduler scheduler = SystemScheduler.create();

    @BeforeAll
    static void requireEngine() {
        docker = DockerHost.require();
    }

    @AfterAll
    static void close() {
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Override
    protected WorkloadRuntime createRuntime(String agentId, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("pull", "never"));
        all.putAll(settings);
        return new DockerRuntimeProvider().create(RuntimeContext.of(agentId, scheduler, all));
    }

    private static ContainerSpec.Builder container(String script) {
        return ContainerSpec.builder(DockerHost.IMAGE)
                .command("sh", "-c", script)
                .network(NetworkMode.NONE);
    }

    @Override
    protected WorkloadSpec forever() {
        return container("trap 'exit 0' TERM; while :; do sleep 0.1; done").build();
    }

    @Override
    protected WorkloadSpec foreverOtherwise() {
        return container("trap 'exit 0' TERM; while :; do sleep 0.1; done")
                .env("OTHERWISE", "1")
                .build();
    }

    @Override
    protected WorkloadSpec exiting(int code) {
        return container("exit " + code).build();
    }

    @Override
    protected WorkloadSpec stubborn() {
        return container("trap '' TERM; while :; do sleep 0.1; done").build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return container("true").volume("/not/there", "/data").build();
    }

    @Override
    protected void killBehind(InstanceHandle instance) {
        docker.client().killContainerCmd(instance.value()).exec();
    }

    @Override
    protected void removeBehind(InstanceHandle instance) {
        try {
            docker.client().removeContainerCmd(instance.value()).withForce(true).exec();
        } catch (NotFoundException gone) {
            throw new AssertionError(gone);
        }
    }

    @Override
    protected List<String> leftovers(String agentId) {
        return Stream.concat(
                        docker.containers(WorkloadLabels.AGENT, agentId).stream()
                                .map(container -> container.getId() + " " + container.getStatus()),
                        docker.volumes(WorkloadLabels.AGENT + "=" + agentId).stream())
                .toList();
    }

    private InspectContainerResponse inspect(InstanceHandle handle) {
        return docker.client().inspectContainerCmd(handle.value()).exec();
    }

    @Test
    void aContainerSaysWhoseItIs() throws InterruptedException {
        InstanceHandle handle = create(name(key("web"), "rev-1"), forever());

        InspectContainerResponse found = inspect(handle);
        assertThat(found.getName()).isEqualTo("/hostler-" + AGENT + "-embedder-web");
        assertThat(found.getConfig().getLabels())
                .containsEntry("dev.hostler.agent", AGENT)
                .containsEntry("dev.hostler.owner", "embedder")
                .containsEntry("dev.hostler.workload", "web")
                .containsEntry("dev.hostler.revision", "rev-1")
                .containsEntry("dev.hostler.digest", name(key("web"), "rev-1").digest());
    }
}
