package dev.hostler.engine.admission;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.ProgramRuntime;
import dev.hostler.api.spi.ResolvingRuntime;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The rules that a wish must meet before anything is stored. Thread-safe. */
public final class WorkloadAdmission {
    private final Map<String, WorkloadProvider> kinds;
    private final Policies policies;
    private final SpaceGuard space;

    /**
     * Creates the rules.
     *
     * @param kinds the kinds of workloads by name
     * @param policies must agree
     * @param space refuses work for which there is no room
     */
    public WorkloadAdmission(Map<String, WorkloadProvider> kinds, Policies policies, SpaceGuard space) {
        this.kinds = Map.copyOf(kinds);
        this.policies = policies;
        this.space = space;
    }

    /** Returns the id of the runtime in charge of a spec. */
    public String runtimeOf(WorkloadSpec spec) {
        return kind(spec.kind()).runtime();
    }

    /** Returns a kind that a runtime runs, for what is left of a workload whose wish is lost. */
    public String kindOn(String runtime) {
        return kinds.values().stream()
                .filter(kind -> kind.runtime().equals(runtime))
                .map(WorkloadProvider::kind)
                .sorted()
                .findFirst()
                .orElse("unknown");
    }

    private WorkloadProvider kind(String name) {
        WorkloadProvider kind = kinds.get(name);
        if (kind == null) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "accept workload kind",
                            name,
                            "runtime not available for type: " + name,
                            kinds.isEmpty()
                                    ? "this agent runs jobs only; apply it on another"
                                    : "use one of " + new TreeSet<>(kinds.keySet()) + ", or add its plugin")
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
        if (spec instanceof ContainerSpec container
                && container.network() == NetworkMode.NONE
                && container
                        .health()
                        .filter(check -> !(check.probe() instanceof HealthCheck.Exec))
                        .isPresent()) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "accept health of workload",
                            wish.id().value(),
                            "without a network it has no address to be asked at",
                            "use health.exec, or another network")
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
        policies.require(kind(spec.kind()).request(key.owner(), key.id(), spec));
        requireAbilities(key, spec, runtime);
        if (runtime instanceof ResolvingRuntime resolving) {
            policies.require(resolved(resolving, key, spec));
        }
        refuseFirst(findings(key, spec, runtime));
    }

    private static void requireAbilities(WorkloadKey key, WorkloadSpec spec, WorkloadRuntime runtime) {
        boolean asksInside = spec instanceof ContainerSpec container
                && container
                        .health()
                        .filter(check -> check.probe() instanceof HealthCheck.Exec)
                        .isPresent();
        if (asksInside && !(runtime instanceof ProgramRuntime)) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "accept health.exec of workload",
                            key.toString(),
                            "its runtime runs no programs inside of workloads",
                            "use health.http or health.tcp")
                    .toException();
        }
    }

    private static AdmissionPolicy.Request resolved(ResolvingRuntime runtime, WorkloadKey key, WorkloadSpec spec) {
        try {
            return runtime.resolve(key, spec);
        } catch (InterruptedException e) {
            throw interrupted(key, e);
        }
    }

    private static List<Failure> findings(WorkloadKey key, WorkloadSpec spec, WorkloadRuntime runtime) {
        try {
            return runtime.preflight(key, spec);
        } catch (InterruptedException e) {
            throw interrupted(key, e);
        }
    }

    private static RuntimeException interrupted(WorkloadKey key, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return Failure.cannot(
                        ErrorCode.CANCELLED, "apply workload", key.toString(), "the call was interrupted", "try again")
                .toException(cause);
    }

    private static void refuseFirst(List<Failure> findings) {
        if (!findings.isEmpty()) {
            throw findings.get(0).toException();
        }
    }
}
