package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container that is to be kept. Immutable; construct it with {@link #builder}.
 *
 * @param image the image to run
 * @param command what it runs, in place of the image's own; the image's entry point stays, and gets this first
 * @param args arguments that follow the command
 * @param env its variables
 * @param volumes paths of the host that it sees
 * @param managedVolumes storage that the runtime makes for it
 * @param ports its ports that are reached at the host's
 * @param limits what it may use of the host
 * @param restart what happens when it ends by itself
 * @param labels its labels for others to read; names that start with {@value #RESERVED_LABELS} are the agent's own
 * @param health how to see that it does its work; empty: by the image's own check, or else it is well while it runs
 * @param network its network
 * @param access powers beyond an ordinary container's
 * @param pull when its image is fetched; empty: as the agent's configuration says
 * @param stopGrace the time between the request to stop and the kill
 * @param containerName the name under which others find the container; empty: one that the runtime chooses
 */
@Experimental
public record ContainerSpec(
        String image,
        List<String> command,
        List<String> args,
        Map<String, String> env,
        List<HostMount> volumes,
        List<ManagedVolume> managedVolumes,
        List<PortMapping> ports,
        ContainerLimits limits,
        RestartPolicy restart,
        Map<String, String> labels,
        Optional<HealthCheck> health,
        NetworkMode network,
        HostAccess access,
        Optional<ImagePullPolicy> pull,
        Duration stopGrace,
        Optional<String> containerName)
        implements WorkloadSpec {
    /** The kind of these workloads. */
    public static final String KIND = "container";

    /** How the names of the agent's own labels start. */
    public static final String RESERVED_LABELS = "dev.hostler.";

    /** Copies and checks the components. */
    public ContainerSpec {
        Fields.singleLine("image", image);
        command = words("command", command);
        args = words("args", args);
        env = Fields.environment("env", env);
        volumes = List.copyOf(volumes);
        managedVolumes = List.copyOf(managedVolumes);
        ports = List.copyOf(ports);
        labels = checkedLabels(labels);
        requireDistinctPlaces(volumes, managedVolumes);
        Fields.distinct(
                "managedVolumes.name",
                managedVolumes.stream().map(ManagedVolume::name).toList());
        requirePorts(ports, network);
        Fields.notNegative("stopGrace", stopGrace);
        containerName.ifPresent(name -> Identifiers.require("containerName", name));
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Starts a container of an image. */
    public static Builder builder(String image) {
        return new Builder(image);
    }

    /** Starts a container like this one. */
    public Builder toBuilder() {
        Builder copy = new Builder(image);
        copy.command = command;
        copy.args = args;
        copy.env.putAll(env);
        copy.volumes.addAll(volumes);
        copy.managedVolumes.addAll(managedVolumes);
        copy.ports.addAll(ports);
        copy.limits = limits;
        copy.restart = restart;
        copy.labels.putAll(labels);
        copy.health = health;
        copy.network = network;
        copy.access = access;
        copy.pull = pull;
        copy.stopGrace = stopGrace;
        copy.containerName = containerName;
        return copy;
    }

    private static List<String> words(String field, List<String> words) {
        words.forEach(word -> Fields.noNul(field, word));
        return List.copyOf(words);
    }

    private static Map<String, String> checkedLabels(Map<String, String> labels) {
        labels.forEach((name, value) -> {
            Fields.singleLine("labels", name);
            Fields.noNul("labels." + name, value);
            if (name.startsWith(RESERVED_LABELS)) {
                throw Fields.refused(
                        "labels", Fields.shown(name), "it is one of the agent's own", "choose another name");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    private static void requireDistinctPlaces(List<HostMount> volumes, List<ManagedVolume> managed) {
        Fields.distinct(
                "volumes.containerPath",
                Stream.concat(
                                volumes.stream().map(HostMount::containerPath),
                                managed.stream().map(ManagedVolume::mountPath))
                        .map(path ->
                                path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                        .toList());
    }

    private static void requirePorts(List<PortMapping> ports, NetworkMode network) {
        if (!ports.isEmpty() && network != NetworkMode.BRIDGE) {
            throw Fields.refused(
                    "ports",
                    ports.stream().map(PortMapping::toString).collect(Collectors.joining(", ")),
                    "only a container in the network BRIDGE has ports to publish",
                    "take the ports out, or use that network");
        }
        for (int i = 0; i < ports.size(); i++) {
            for (PortMapping other : ports.subList(0, i)) {
                if (ports.get(i).clashesWith(other) || ports.get(i).equals(other)) {
                    throw Fields.refused("ports", ports.get(i).toString(), "it is there twice", "take one out");
                }
            }
        }
    }

    /** Collects the parts of a {@link ContainerSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private String image;
        private List<String> command = List.of();
        private List<String> args = List.of();
        private final Map<String, String> env = new LinkedHashMap<>();
        private final List<HostMount> volumes = new ArrayList<>();
        private final List<ManagedVolume> managedVolumes = new ArrayList<>();
        private final List<PortMapping> ports = new ArrayList<>();
        private ContainerLimits limits = ContainerLimits.NONE;
        private RestartPolicy restart = RestartPolicy.always();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private Optional<HealthCheck> health = Optional.empty();
        private NetworkMode network = NetworkMode.BRIDGE;
        private HostAccess access = HostAccess.NONE;
        private Optional<ImagePullPolicy> pull = Optional.empty();
        private Duration stopGrace = USUAL_GRACE;
        private Optional<String> containerName = Optional.empty();

        private Builder(String image) {
            this.image = image;
        }

        /** Sets the image to run. */
        public Builder image(String value) {
            this.image = value;
            return this;
        }

        /** Sets what it runs, in place of the image's own. */
        public Builder command(List<String> value) {
            this.command = value;
            return this;
        }

        /** Sets what it runs, in place of the image's own. */
        public Builder command(String... words) {
            return command(List.of(words));
        }

        /** Sets arguments that follow the command. */
        public Builder args(List<String> value) {
            this.args = value;
            return this;
        }

        /** Adds a variable. */
        public Builder env(String name, String value) {
            this.env.put(name, value);
            return this;
        }

        /** Adds variables. */
        public Builder env(Map<String, String> values) {
            this.env.putAll(values);
            return this;
        }

        /** Adds a path of the host, which the container can write to. */
        public Builder volume(String hostPath, String containerPath) {
            return volume(new HostMount(hostPath, containerPath, false));
        }

        /** Adds a path of the host. */
        public Builder volume(HostMount value) {
            this.volumes.add(value);
            return this;
        }

        /** Adds storage that the runtime makes. */
        public Builder managedVolume(ManagedVolume value) {
            this.managedVolumes.add(value);
            return this;
        }

        /** Adds a TCP port on all of the host's addresses. */
        public Builder port(int hostPort, int containerPort) {
            return port(PortMapping.tcp(hostPort, containerPort));
        }

        /** Adds a port. */
        public Builder port(PortMapping value) {
            this.ports.add(value);
            return this;
        }

        /** Sets what it may use of the host; no limits if not called. */
        public Builder limits(ContainerLimits value) {
            this.limits = value;
            return this;
        }

        /** Sets what happens when it ends by itself; {@link RestartPolicy#always()} if not called. */
        public Builder restart(RestartPolicy value) {
            this.restart = value;
            return this;
        }

        /** Adds a label. */
        public Builder label(String name, String value) {
            this.labels.put(name, value);
            return this;
        }

        /** Sets how to see that it does its work. */
        public Builder health(HealthCheck value) {
            this.health = Optional.of(value);
            return this;
        }

        /** Sets its network; {@link NetworkMode#BRIDGE} if not called. */
        public Builder network(NetworkMode value) {
            this.network = value;
            return this;
        }

        /** Sets powers beyond an ordinary container's; none if not called. */
        public Builder access(HostAccess value) {
            this.access = value;
            return this;
        }

        /** Sets when its image is fetched. */
        public Builder pull(ImagePullPolicy value) {
            this.pull = Optional.of(value);
            return this;
        }

        /** Sets the time between the request to stop and the kill; 10 s if not called. */
        public Builder stopGrace(Duration value) {
            this.stopGrace = value;
            return this;
        }

        /** Sets the name under which others find the container. */
        public Builder containerName(String value) {
            this.containerName = Optional.of(value);
            return this;
        }

        /** Returns the container; throws {@code AgentException} with {@code INVALID_INPUT}, which names the field. */
        public ContainerSpec build() {
            return new ContainerSpec(
                    image,
                    command,
                    args,
                    env,
                    volumes,
                    managedVolumes,
                    ports,
                    limits,
                    restart,
                    labels,
                    health,
                    network,
                    access,
                    pull,
                    stopGrace,
                    containerName);
        }
    }
}
