package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ContainerRemoval;
import dev.hostler.engine.docker.EngineConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at containers and removes them. Thread-safe. */
final class Containers {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final EngineConnection engine;
    private final Labels labels;
    private final ContainerRemoval removal;

    Containers(EngineConnection engine, Scheduler scheduler, Labels labels) {
        this.engine = engine;
        this.labels = labels;
        this.removal = new ContainerRemoval(engine, scheduler);
    }

    /** Returns what the engine says of a container; empty if there is none. */
    Optional<InspectContainerResponse> find(String container) {
        return engine.finish("inspect container", LOOK, client -> findBy(client, container));
    }

    private static Optional<InspectContainerResponse> findBy(DockerClient client, String container) {
        try {
            return Optional.of(client.inspectContainerCmd(container).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Returns all containers of this agent's sandboxes and their services, running or not. */
    List<Container> mine() {
        return list(labels.mine());
    }

    /** Returns all containers of one sandbox: the one in which steps run, and its services. */
    List<Container> of(String sandbox) {
        return list(labels.filterOf(sandbox));
    }

    private List<Container> list(List<String> wanted) {
        return engine.finish(
                "list containers",
                LOOK,
                client -> client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(wanted)
                        .exec());
    }

    /**
     * Runs a script of {@code sh} as root in a container of its own, without network, and removes that.
     *
     * @return whether it ended with exit code 0
     * @throws DockerException if the engine refuses it
     */
    boolean runOnce(String sandbox, String image, List<Mount> mounts, String script, Duration limit) {
        return engine.finish("run command", limit, client -> runNow(client, sandbox, image, mounts, script));
    }

    private boolean runNow(DockerClient client, String sandbox, String image, List<Mount> mounts, String script) {
        String container = client.createContainerCmd(image)
                .withLabels(labels.of(sandbox))
                .withUser("0")
                .withEntrypoint("sh", "-c", script)
                .withCmd(List.of())
                .withHostConfig(
                        HostConfig.newHostConfig().withNetworkMode("none").withMounts(mounts))
                .exec()
                .getId();
        try {
            client.startContainerCmd(container).exec();
            return client.waitContainerCmd(container)
                            .exec(new WaitContainerResultCallback())
                            .awaitStatusCode()
                    == 0;
        } finally {
            removal.remove(client, container);
        }
    }

    /** Removes a container with its volumes. When it returns, it is gone. */
    void remove(String container) {
        try {
            removal.remove(container);
        } catch (DockerException e) {
            throw engine.trouble().refused("remove container " + container, e);
        }
    }

    /** Removes what a failed create may have left, and nothing else that has the name. */
    void removeLeftOver(String sandbox) {
        Map<String, String> ours = labels.of(sandbox);
        find(ContainerPlan.name(sandbox))
                .filter(found -> Optional.ofNullable(found.getConfig().getLabels())
                        .filter(labelled -> labelled.entrySet().containsAll(ours.entrySet()))
                        .isPresent())
                .ifPresent(found -> remove(found.getId()));
    }
}
