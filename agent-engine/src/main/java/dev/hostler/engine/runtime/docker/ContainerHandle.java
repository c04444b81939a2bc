package dev.hostler.engine.runtime.docker;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.WorkloadKey;
import java.util.regex.Pattern;

/** An instance's handle is its container's id; a later form would start with another letter than those of ids. Immutable. */
final class ContainerHandle {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private ContainerHandle() {}

    static InstanceHandle of(WorkloadKey workload, String container) {
        return new InstanceHandle(workload, container);
    }

    /** Returns the container's id; throws {@code AgentException} with {@code STATE_UNAVAILABLE} if there is none in it. */
    static String container(InstanceHandle handle) {
        if (ID.matcher(handle.value()).matches()) {
            return handle.value();
        }
        throw Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "find container of workload",
                        handle.workload().toString(),
                        "its handle can't be read by this version",
                        "remove the container by hand, or start the version that made it")
                .toException();
    }
}
