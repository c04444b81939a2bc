package dev.hostler.launcher.grpc.codec;

import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec.SpecCase;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The types of workloads that the node knows. Immutable. */
public final class WorkloadCodecs {
    /** The protocol's words for all its types, in its order. */
    private static final Map<WorkloadType, String> WORDS = new TreeMap<>(Map.of(
            WorkloadType.WORKLOAD_TYPE_CONTAINER, "container",
            WorkloadType.WORKLOAD_TYPE_COMPOSE, "compose",
            WorkloadType.WORKLOAD_TYPE_VM, "vm"));

    private static final List<WorkloadCodec> ALL = List.of(new ContainerCodec(), new ComposeCodec(), new VmCodec());

    private final List<WorkloadCodec> served;
    private final Set<String> wanted;

    private WorkloadCodecs(List<WorkloadCodec> served, Set<String> wanted) {
        this.served = served;
        this.wanted = Set.copyOf(wanted);
    }

    /** Returns the codecs of the types that the operator wants, by the protocol's words. */
    public static WorkloadCodecs of(Set<String> wanted) {
        return new WorkloadCodecs(
                ALL.stream().filter(codec -> wanted.contains(codec.word())).toList(), wanted);
    }

    /** Returns the runtimes that nobody wants. */
    public List<String> unwantedRuntimes() {
        return ALL.stream()
                .filter(codec -> !served.contains(codec))
                .map(WorkloadCodec::runtime)
                .toList();
    }

    /** Returns the codecs of the types that this node serves. */
    public List<WorkloadCodec> served() {
        return served;
    }

    /** Returns the protocol's words for all types that the operator wants, also those that nobody serves. */
    public List<String> wanted() {
        return WORDS.values().stream().filter(wanted::contains).toList();
    }

    /** Returns the protocol's word for a type. */
    public static String word(WorkloadType type) {
        return WORDS.getOrDefault(type, "unspecified");
    }

    /** Returns the codec that serves a form of spec. */
    Optional<WorkloadCodec> of(SpecCase form) {
        return served.stream().filter(codec -> codec.form() == form).findFirst();
    }

    /** Returns the protocol's type of an engine's kind. */
    public WorkloadType typeOf(String kind) {
        return ALL.stream()
                .filter(codec -> codec.kind().equals(kind))
                .findFirst()
                .map(WorkloadCodec::type)
                .orElse(WorkloadType.WORKLOAD_TYPE_UNSPECIFIED);
    }

    /** Returns the protocol's word for an engine's kind. */
    public String wordOf(String kind) {
        return word(typeOf(kind));
    }
}
