package dev.hostler.engine.runtime.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.PublishedPorts;
import dev.hostler.engine.runtime.container.StateDetails;
import dev.hostler.engine.runtime.container.UsageReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One container as it was listed, and what was asked beyond that. Immutable.
 *
 * @param container as listed
 * @param name what it was made for
 * @param details what the list does not tell; empty if nobody has asked
 */
record Observation(Container container, InstanceName name, Optional<StateDetails> details) {
    /** The engine's name for the host's own network, in which a container is asked as the host is. */
    private static final String HOST_NETWORK = "host";

    private static final String LOOPBACK = "127.0.0.1";

    private static final int SHORT_ID = 12;

    Instance instance() {
        Instance.State state = state();
        boolean ended = state == Instance.State.EXITED || state == Instance.State.BROKEN;
        Optional<Instance.Health> health =
                state == Instance.State.RUNNING ? health(word(container.getStatus())) : Optional.empty();
        return new Instance(
                ContainerHandle.of(name.workload(), container.getId()),
                name,
                state,
                health.filter(Instance.Health.UNHEALTHY::equals).isPresent()
                        ? "fails the health check of its image"
                        : message(state),
                details.flatMap(StateDetails::startedAt),
                ended ? details.map(StateDetails::exitCode).orElseGet(OptionalInt::empty) : none(),
                ended && details.filter(StateDetails::outOfMemory).isPresent(),
                health,
                address(),
                PublishedPorts.of(container),
                facts(ended));
    }

    private static OptionalInt none() {
        return OptionalInt.empty();
    }

    /** Returns the container for whom its use is read, if it runs. */
    Optional<UsageReader.Metered> metered() {
        InstanceHandle handle = ContainerHandle.of(name.workload(), container.getId());
        return details.flatMap(known -> UsageReader.Metered.of(handle, container, known));
    }

    /** Returns the engine's word for the state; the answer to a question is newer than the list. */
    private String status() {
        return details.map(StateDetails::status).orElse(word(container.getState()));
    }

    private static String word(String given) {
        return Optional.ofNullable(given).orElse("");
    }

    private Instance.State state() {
        return switch (status()) {
            case "created" -> Instance.State.CREATED;
            case "running" -> Instance.State.RUNNING;
            case "paused" -> Instance.State.PAUSED;
            case "exited" -> Instance.State.EXITED;
            // restarting, removing, dead
            default -> Instance.State.BROKEN;
        };
    }

    /** Says nothing that changes by itself, such as how long ago something was. */
    private String message(Instance.State state) {
        if (state != Instance.State.EXITED || details.isEmpty()) {
            return status();
        }
        StateDetails end = details.get();
        String code = "exited with code " + end.exitCode().orElse(-1);
        String reason = end.error().replaceAll("\\s+", " ").strip();
        return end.outOfMemory() ? code + ", out of memory" : reason.isEmpty() ? code : code + ": " + reason;
    }

    /** The list tells it in words only, such as {@code Up 5 minutes (healthy)}. */
    private static Optional<Instance.Health> health(String status) {
        if (status.endsWith("(healthy)")) {
            return Optional.of(Instance.Health.HEALTHY);
        }
        if (status.endsWith("(unhealthy)")) {
            return Optional.of(Instance.Health.UNHEALTHY);
        }
        return status.endsWith("(health: starting)") ? Optional.of(Instance.Health.STARTING) : Optional.empty();
    }

    private Optional<String> address() {
        return Optional.ofNullable(container.getNetworkSettings())
                .map(settings -> settings.getNetworks())
                .flatMap(networks -> networks.containsKey(HOST_NETWORK)
                        ? Optional.of(LOOPBACK)
                        : networks.values().stream()
                                .map(Observation::address)
                                .filter(address -> !address.isEmpty())
                                .findFirst());
    }

    private static String address(ContainerNetwork network) {
        String first = word(network.getIpAddress());
        return first.isEmpty() ? word(network.getGlobalIPv6Address()) : first;
    }

    private Map<String, String> facts(boolean ended) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("container.id", container.getId().substring(0, SHORT_ID));
        List<String> names = ContainerList.names(container);
        facts.put("container.name", names.isEmpty() ? "" : names.get(0));
        facts.put("container.image", word(container.getImage()));
        facts.put("container.state", status());
        details.flatMap(StateDetails::startedAt).ifPresent(time -> facts.put("container.started_at", time.toString()));
        details.flatMap(StateDetails::finishedAt)
                .ifPresent(time -> facts.put("container.finished_at", time.toString()));
        details.filter(end -> ended && end.exitCode().isPresent())
                .ifPresent(end -> facts.put(
                        "container.exit_code", String.valueOf(end.exitCode().getAsInt())));
        return facts;
    }
}
