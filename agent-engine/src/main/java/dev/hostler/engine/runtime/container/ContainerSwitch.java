package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineConnection;
import java.time.Duration;

/** Starts and stops containers that are there: each is one call, and can be repeated. Thread-safe. */
public final class ContainerSwitch {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** Whoever wants to wait longer for an end does not want it. */
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    private final EngineConnection engine;
    private final Refusals refusals;
    private final PortTrouble ports;

    /** Creates the switch; asks the engine nothing. */
    public ContainerSwitch(EngineConnection engine, Refusals refusals, PortTrouble ports) {
        this.engine = engine;
        this.refusals = refusals;
        this.ports = ports;
    }

    /** Starts a container of a workload, also one that is frozen. */
    public void start(WorkloadKey workload, String container) throws InterruptedException {
        engine.requireWelcome();
        try {
            engine.call("start container", START, client -> start(client, container));
        } catch (DockerException e) {
            throw ports.explain(workload, container, e)
                    .orElseGet(() -> refusals.of("start container of workload", workload, e));
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

    /** Stops a container of a workload, asking first. */
    public void stop(WorkloadKey workload, String container, Duration grace) throws InterruptedException {
        Duration bounded = grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE;
        // The engine counts whole seconds; more than was asked for is better than less.
        int seconds = (int) bounded.plusMillis(999).toSeconds();
        try {
            engine.call("stop container", Duration.ofSeconds(seconds).plus(MARGIN), client -> {
                try {
                    client.stopContainerCmd(container).withTimeout(seconds).exec();
                    return true;
                } catch (NotModifiedException | NotFoundException ended) {
                    return false;
                }
            });
        } catch (DockerException e) {
            throw refusals.of("stop container of workload", workload, e);
        }
    }
}
