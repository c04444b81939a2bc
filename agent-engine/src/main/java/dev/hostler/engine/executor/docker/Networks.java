package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.hostler.engine.docker.EngineConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The networks of sandboxes that have services. Thread-safe. */
final class Networks {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Keeps the engine from giving the host an address in the network: over that, containers reach every port of the
     * host also from a network that leads nowhere else (seen with engine 20.10).
     */
    private static final String WITHOUT_HOST = "com.docker.network.bridge.inhibit_ipv4";

    private final EngineConnection engine;
    private final Labels labels;

    Networks(EngineConnection engine, Labels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /**
     * Makes the network of a sandbox.
     *
     * @param open whether it leads anywhere else
     * @return its name
     */
    String create(String sandbox, boolean open) {
        String name = ContainerPlan.name(sandbox);
        engine.finish(
                "create network",
                LIMIT,
                client -> client.createNetworkCmd()
                        .withName(name)
                        .withCheckDuplicate(true)
                        .withDriver("bridge")
                        .withInternal(!open)
                        .withOptions(open ? Map.of() : Map.of(WITHOUT_HOST, "true"))
                        .withLabels(labels.of(sandbox))
                        .exec()
                        .getId());
        return name;
    }

    /** Returns all networks of this agent's sandboxes. */
    List<Network> mine() {
        return engine.finish("list networks", LIMIT, client -> list(client, labels.mine()));
    }

    /** Removes what there is of a sandbox's network; its containers have to be gone. */
    void removeOf(String sandbox) {
        try {
            engine.finish("remove network", LIMIT, client -> {
                list(client, labels.filterOf(sandbox)).forEach(network -> remove(client, network.getId()));
                return true;
            });
        } catch (DockerException e) {
            throw engine.trouble().refused("remove network of sandbox " + sandbox, e);
        }
    }

    private static List<Network> list(DockerClient client, List<String> labels) {
        return client.listNetworksCmd().withFilter("label", labels).exec();
    }

    private static void remove(DockerClient client, String network) {
        try {
            client.removeNetworkCmd(network).exec();
        } catch (NotFoundException gone) {
            // That is what was wanted.
        }
    }
}
