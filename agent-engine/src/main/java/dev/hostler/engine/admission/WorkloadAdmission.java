package dev.hostler.engine.admission;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The rules that a wish must meet before anything is stored. Thread-safe. */
public final class WorkloadAdmission {
    private final Map<String, WorkloadProvider> kinds;
    private final List<AdmissionPolicy> policies;
    private final SpaceGuard space;

    /**
     * Creates the rules.
     *
     * @param kinds the kinds of workloads by name
     * @param policies every one must agree
     * @param space refuses work for which there is no room
     */
    public WorkloadAdmission(Map<String, WorkloadProvider> kinds, List<AdmissionPolicy> policies, SpaceGuard space) {
        this.kinds = Map.copyOf(kinds);
        this.policies = List.copyOf(policies);
        this.space = space;
    }

    /** Returns the id of the runtime in charge of a spec, also of what is left of one whose kind is lost. */
    public String runtimeOf(WorkloadSpec spec) {
        WorkloadProvider kind = kinds.get(spec.kind());
        return kind == null && kinds.size() == 1
                ? kinds.values().iterator().next().runtime()
                : kind(spec.kind()).runtime();
    }

    private WorkloadProvider kind(String name) {
        WorkloadProvider kind = kinds.get(name);
        if (kind == null) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "accept workload kind",
                            name,
                            "runtime not available for type: " + name,
                            "use one of " + new TreeSet<>(kinds.keySet()) + ", or add its plugin")
                    .toException();
        }
        return kind;
    }

    /**
     * Checks a wish and fills in its defaults.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT}, which names the field, or {@code
     *     RUNTIME_UNAVAILABLE} if nobody knows its kind
     */
    public WorkloadSpec normalise(ApplyWorkload wish) {
        WorkloadSpec spec = kind(wish.spec().kind()).normalise(wish.spec());
        if (spec instanceof ContainerSpec container && container.health().isPresent()) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "accept health of workload",
                            wish.id().value(),
                            "the agent does not ask by itself yet",
                            "leave it out; the health check of the image is heeded")
                    .toException();
        }
        return spec;
    }

    /**
     * Judges a normalised wish that is new.
     *
     * @throws dev.hostler.api.error.AgentException with {@code POLICY_DENIED}, {@code NO_CAPACITY}, or what the runtime
     *     has found
     */
    public void admit(WorkloadKey key, WorkloadSpec spec, WorkloadRuntime runtime) {
        space.requireSpace("workload", key.id().value());
        AdmissionPolicy.Request request = kind(spec.kind()).request(key.owner(), key.id(), spec);
        for (AdmissionPolicy policy : policies) {
            refuseFirst(policy.review(request));
        }
        refuseFirst(findings(key, spec, runtime));
    }

    private static List<Failure> findings(WorkloadKey key, WorkloadSpec spec, WorkloadRuntime runtime) {
        try {
            return runtime.preflight(key, spec);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.cannot(
                            ErrorCode.CANCELLED,
                            "apply workload",
                            key.toString(),
                            "the call was interrupted",
                            "try again")
                    .toException(e);
        }
    }

    private static void refuseFirst(List<Failure> findings) {
        if (!findings.isEmpty()) {
            throw findings.get(0).toException();
        }
    }
}
