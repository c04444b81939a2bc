package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.util.Map;
import java.util.Optional;

/**
 * How a machine says whose it is: in its metadata, which libvirt keeps with it. Immutable.
 *
 * @param agentId the agent
 */
record VmLabels(String agentId) {
    private static final String SPACE = "urn:dev.hostler:vm:1";
    private static final String AGENT = "agent";
    private static final String OWNER = "owner";
    private static final String WORKLOAD = "workload";
    private static final String REVISION = "revision";
    private static final String DIGEST = "digest";
    private static final String DOMAIN = "domain";

    /**
     * Returns what is written into a machine's metadata.
     *
     * @param domain the name in libvirt that its spec asks for
     */
    Markup of(InstanceName name, Optional<String> domain, Map<String, String> others) {
        Markup mark = new Markup("hostler:instance")
                .with("xmlns:hostler", SPACE)
                .with(AGENT, agentId)
                .with(OWNER, name.workload().owner().value())
                .with(WORKLOAD, name.workload().id().value())
                .with(REVISION, name.revision().value())
                .with(DIGEST, name.digest());
        domain.ifPresent(wanted -> mark.with(DOMAIN, wanted));
        others.forEach((key, value) ->
                mark.add(new Markup("hostler:metadata").with("name", key).text(value)));
        return mark;
    }

    /** Reads what a machine of this agent was made for; empty if it is somebody else's. */
    Optional<InstanceName> read(Document domain) {
        return mark(domain).flatMap(VmLabels::name);
    }

    /** Reads the name in libvirt that the spec of a machine of this agent asks for; empty if for none. */
    Optional<String> wantedDomain(Document domain) {
        return mark(domain).flatMap(mark -> mark.value(DOMAIN));
    }

    private Optional<Document> mark(Document domain) {
        return domain.all("metadata/instance").stream()
                .filter(mark -> SPACE.equals(mark.namespace()))
                .filter(mark -> mark.value(AGENT).equals(Optional.of(agentId)))
                .findFirst();
    }

    private static Optional<InstanceName> name(Document mark) {
        try {
            WorkloadKey workload = new WorkloadKey(
                    new Owner(mark.value(OWNER).orElse("")),
                    new WorkloadId(mark.value(WORKLOAD).orElse("")));
            Revision revision = new Revision(mark.value(REVISION).orElse(""));
            return Optional.of(
                    new InstanceName(workload, revision, mark.value(DIGEST).orElse("")));
        } catch (AgentException foreign) {
            return Optional.empty();
        }
    }
}
