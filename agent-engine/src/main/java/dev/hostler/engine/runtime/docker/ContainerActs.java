package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.engine.docker.ContainerRemoval;
import dev.hostler.engine.docker.EngineConnection;
import java.time.Duration;
import java.util.function.Function;

/** Acts on containers that are there: each is one call, and can be repeated. Thread-safe. */
final class ContainerActs {
    private static final Duration ACT = Duration.ofSeconds(60);
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** Whoever wants to wait longer for an end does not want it. */
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    private final EngineConnection engine;
    private final ContainerRemoval removal;
    private final Refusals refusals;
    private final PortTrouble ports;

    ContainerActs(EngineConnection engine, ContainerRemoval removal, Refusals refusals, PortTrouble ports) {
        this.engine = engine;
        this.removal = removal;
        this.refusals = refusals;
        this.ports = ports;
    }

    void start(InstanceHandle instance) throws InterruptedException {
        String container = ContainerHandle.container(instance);
        engine.requireWelcome();
        try {
            engine.call("start container", ACT, client -> start(client, container));
        } catch (DockerException e) {
            throw ports.explain(instance, e)
                    .orElseGet(() -> refusals.of("start container of workload", instance.workload(), e));
        }
    }

    private static boolean start(DockerClient client, String container) {
        try {
            client.startContainerCmd(container).exec();
        } catch (NotModifiedException runs) {
            return false;
        } catch (ConflictException paused) {
            // The engine starts no frozen container; its processes are there.
            client.unpauseContainerCmd(container).exec();
        }
        return true;
    }

    void update(InstanceHandle instance, ContainerSpec spec) throws InterruptedException {
        String container = ContainerHandle.container(instance);
        act("update container", instance, ACT, client -> {
            var command = client.updateContainerCmd(container);
            ResourceLimits.of(spec.limits()).apply(command);
            return command.exec() != null;
        });
    }

    void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        String container = ContainerHandle.container(instance);
        Duration bounded = grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE;
        // The engine counts whole seconds; more than was asked for is better than less.
        int seconds = (int) bounded.plusMillis(999).toSeconds();
        act("stop container", instance, Duration.ofSeconds(seconds).plus(MARGIN), client -> {
            try {
                client.stopContainerCmd(container).withTimeout(seconds).exec();
                return true;
            } catch (NotModifiedException | NotFoundException ended) {
                return false;
            }
        });
    }

    void destroy(InstanceHandle instance) {
        String container = ContainerHandle.container(instance);
        try {
            removal.remove(container);
        } catch (DockerException e) {
            throw refusals.of("remove container of workload", instance.workload(), e);
        }
    }

    private void act(String attempt, InstanceHandle instance, Duration limit, Function<DockerClient, Boolean> call)
            throws InterruptedException {
        try {
            engine.call(attempt, limit, call);
        } catch (DockerException e) {
            throw refusals.of(attempt + " of workload", instance.workload(), e);
        }
    }
}
