package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.engine.docker.ContainerRemoval;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerSwitch;
import dev.hostler.engine.runtime.container.PortTrouble;
import dev.hostler.engine.runtime.container.Refusals;
import java.time.Duration;

/** Acts on containers that are there: each is one call, and can be repeated. Thread-safe. */
final class ContainerActs {
    private static final Duration ACT = Duration.ofSeconds(60);

    private final EngineConnection engine;
    private final ContainerRemoval removal;
    private final Refusals refusals;
    private final ContainerSwitch onOff;

    ContainerActs(EngineConnection engine, ContainerRemoval removal, Refusals refusals, PortTrouble ports) {
        this.engine = engine;
        this.removal = removal;
        this.refusals = refusals;
        this.onOff = new ContainerSwitch(engine, refusals, ports);
    }

    void start(InstanceHandle instance) throws InterruptedException {
        onOff.start(instance.workload(), ContainerHandle.container(instance));
    }

    void update(InstanceHandle instance, ContainerSpec spec) throws InterruptedException {
        String container = ContainerHandle.container(instance);
        try {
            engine.call("update container", ACT, client -> {
                var command = client.updateContainerCmd(container);
                ResourceLimits.of(spec.limits()).apply(command);
                return command.exec() != null;
            });
        } catch (DockerException e) {
            throw refusals.of("update container of workload", instance.workload(), e);
        }
    }

    void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        onOff.stop(instance.workload(), ContainerHandle.container(instance), grace);
    }

    void destroy(InstanceHandle instance) {
        String container = ContainerHandle.container(instance);
        try {
            removal.remove(container);
        } catch (DockerException e) {
            throw refusals.of("remove container of workload", instance.workload(), e);
        }
    }
}
