package dev.hostler.engine.runtime.compose;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.spi.WorkloadProvider;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;

/** Brings Compose applications as a kind of workload. Thread-safe. */
public final class ComposeProvider implements WorkloadProvider {
    /** Creates a provider; does nothing else. */
    public ComposeProvider() {}

    @Override
    public String kind() {
        return ComposeSpec.KIND;
    }

    @Override
    public String runtime() {
        return ComposeSettings.PROVIDER;
    }

    @Override
    public WorkloadSpec normalise(WorkloadSpec spec) {
        ComposeFile.read(spec(spec));
        return spec;
    }

    /** What the file says; the runtime is asked as well, once Compose has resolved it. */
    @Override
    public AdmissionPolicy.Request request(Owner owner, WorkloadId id, WorkloadSpec spec) {
        return Demands.of(
                new WorkloadKey(owner, id), ComposeFile.read(spec(spec)).tree());
    }

    /** Returns the spec as what it is; throws {@code AgentException} with {@code INVALID_INPUT} if it is none of Compose. */
    static ComposeSpec spec(WorkloadSpec spec) {
        if (spec instanceof ComposeSpec compose) {
            return compose;
        }
        throw Refused.field(
                "kind", spec.kind(), "only Compose applications are run by this runtime", "give a ComposeSpec");
    }
}
