package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import java.util.Set;

/** Brings Actions runners as a kind of workload. Thread-safe. */
public final class RunnerProvider implements WorkloadProvider {
    /** Its jobs run as the agent's own user, in no sandbox; an operator must allow that. */
    static final String ABILITY = "runner";

    /** Creates a provider; does nothing else. */
    public RunnerProvider() {}

    @Override
    public String kind() {
        return RunnerSpec.KIND;
    }

    @Override
    public String runtime() {
        return RunnerSettings.PROVIDER;
    }

    @Override
    public WorkloadSpec normalise(WorkloadSpec spec) {
        return spec(spec);
    }

    @Override
    public AdmissionPolicy.Request request(Owner owner, WorkloadId id, WorkloadSpec spec) {
        return new AdmissionPolicy.Request(owner, "workload '" + id + "'", Set.of(ABILITY), Set.of(), Set.of());
    }

    /** Returns the spec as what it is; throws {@code AgentException} with {@code INVALID_INPUT} if it is no runner. */
    static RunnerSpec spec(WorkloadSpec spec) {
        if (spec instanceof RunnerSpec runner) {
            return runner;
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept kind",
                        spec.kind(),
                        "only runners are run by this runtime",
                        "give a RunnerSpec")
                .toException();
    }
}
