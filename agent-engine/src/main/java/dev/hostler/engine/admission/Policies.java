package dev.hostler.engine.admission;

import dev.hostler.api.spi.AdmissionPolicy;
import java.util.List;

/**
 * All policies of the agent, for jobs and workloads alike. Immutable.
 *
 * @param all every one must agree
 */
public record Policies(List<AdmissionPolicy> all) {
    /** Copies the list. */
    public Policies {
        all = List.copyOf(all);
    }

    /**
     * Asks every policy.
     *
     * @throws dev.hostler.api.error.AgentException with what the first one that refuses has found, {@code POLICY_DENIED} as
     *     a rule
     */
    void require(AdmissionPolicy.Request request) {
        for (AdmissionPolicy policy : all) {
            policy.review(request).stream().findFirst().ifPresent(refusal -> {
                throw refusal.toException();
            });
        }
    }
}
