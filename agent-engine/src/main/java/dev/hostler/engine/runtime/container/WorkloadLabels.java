package dev.hostler.engine.runtime.container;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How what a workload has on an engine says whose it is. What belongs to a job's sandbox carries the same agent, and never
 * a workload. Immutable.
 *
 * @param agentId the agent
 * @param kind the label that names the workload; each runtime has its own, so that none takes another's for its own
 */
public record WorkloadLabels(String agentId, String kind) {
    /** Names the agent. */
    public static final String AGENT = "dev.hostler.agent";

    /** Names the workload's owner. */
    public static final String OWNER = "dev.hostler.owner";

    /** Names a workload that is one container. */
    public static final String WORKLOAD = "dev.hostler.workload";

    /** Names a workload that is a Compose application. */
    public static final String APPLICATION = "dev.hostler.application";

    /** Names the revision that a container was made for. */
    public static final String REVISION = "dev.hostler.revision";

    /** The digest of the spec that a container was made for. */
    public static final String DIGEST = "dev.hostler.digest";

    /** Names a volume among those of its workload. */
    public static final String VOLUME = "dev.hostler.volume";

    /** Whether a volume stays when its workload is deleted together with its data: true or false. */
    public static final String RETAIN = "dev.hostler.retain";

    /** Returns the labels of a container: those of its spec, and ours. */
    public Map<String, String> of(InstanceName name, Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(others);
        all.putAll(of(name.workload()));
        all.put(REVISION, name.revision().value());
        all.put(DIGEST, name.digest());
        return all;
    }

    /** Returns what everything of a workload carries. */
    public Map<String, String> of(WorkloadKey workload) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(AGENT, agentId);
        labels.put(OWNER, workload.owner().value());
        labels.put(kind, workload.id().value());
        return labels;
    }

    /** Returns the filter for all that belongs to this agent's workloads. */
    public List<String> mine() {
        return List.of(AGENT + "=" + agentId, kind);
    }

    /** Returns the filter for what belongs to one workload. */
    public List<String> filterOf(WorkloadKey workload) {
        return of(workload).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }

    /** Returns the workload of this agent to which something belongs; empty if it belongs to none. */
    Optional<WorkloadKey> workloadOf(Map<String, String> labels) {
        return read(labels).map(InstanceName::workload);
    }

    /** Returns whether something has this agent's labels, as {@link #mine} filters. */
    boolean areMine(Map<String, String> labels) {
        return agentId.equals(labels.get(AGENT)) && labels.containsKey(kind);
    }

    /** Returns whether something belongs to a workload of this agent. */
    public boolean isOf(WorkloadKey workload, Map<String, String> labels) {
        return labels.entrySet().containsAll(of(workload).entrySet());
    }

    /** Reads what a container of this agent was made for; empty if its labels were not made by us. */
    public Optional<InstanceName> read(Map<String, String> labels) {
        try {
            WorkloadKey workload = new WorkloadKey(
                    new Owner(labels.getOrDefault(OWNER, "")), new WorkloadId(labels.getOrDefault(kind, "")));
            Revision revision = new Revision(labels.getOrDefault(REVISION, ""));
            return Optional.of(new InstanceName(workload, revision, labels.getOrDefault(DIGEST, "")))
                    .filter(name -> isOf(workload, labels));
        } catch (AgentException foreign) {
            return Optional.empty();
        }
    }
}
