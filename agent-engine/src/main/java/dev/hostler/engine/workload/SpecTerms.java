package dev.hostler.engine.workload;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.NetworkMode;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.health.Terms;
import java.time.Duration;
import java.util.Optional;

/** What specs of different kinds have in common, with what is usual for those that do not say. */
final class SpecTerms {
    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);
    private static final String LOOPBACK = "127.0.0.1";

    private SpecTerms() {}

    /** Returns what a spec wants when it ends by itself; kinds of plugins are restarted, and runners serve once. */
    static RestartPolicy restart(WorkloadSpec spec) {
        if (spec instanceof ComposeSpec) {
            // What has ended well was to end; the file says so of each service, and its runtime heeds that.
            return RestartPolicy.onFailure(0);
        }
        if (spec instanceof RunnerSpec) {
            return RestartPolicy.no();
        }
        if (spec instanceof VmSpec machine) {
            return machine.restart();
        }
        return spec instanceof ContainerSpec container ? container.restart() : RestartPolicy.always();
    }

    /** Returns how long an instance may take to stop. */
    static Duration grace(WorkloadSpec spec) {
        if (spec instanceof RunnerSpec runner) {
            return runner.limits().stopGrace();
        }
        if (spec instanceof VmSpec machine) {
            return machine.stopGrace();
        }
        return spec instanceof ContainerSpec container ? container.stopGrace() : USUAL_GRACE;
    }

    /** Returns how an instance of a spec is asked for its health; empty: the agent does not ask. */
    static Optional<Terms> health(WorkloadSpec spec, Instance instance) {
        if (spec instanceof VmSpec machine) {
            return machine.health().map(check -> new Terms(check, instance.address()));
        }
        return spec instanceof ContainerSpec container
                ? container.health().map(check -> new Terms(check, address(container, instance)))
                : Optional.empty();
    }

    private static Optional<String> address(ContainerSpec spec, Instance instance) {
        return spec.network() == NetworkMode.HOST ? Optional.of(LOOPBACK) : instance.address();
    }
}
