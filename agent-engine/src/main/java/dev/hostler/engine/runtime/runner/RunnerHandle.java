package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import java.util.regex.Pattern;

/** An instance's handle is the name of its directory; a later form would start with another letter. Immutable. */
final class RunnerHandle {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    private RunnerHandle() {}

    /** Returns the directory; throws {@code AgentException} with {@code STATE_UNAVAILABLE} if there is none in it. */
    static InstanceFiles files(Place place, InstanceHandle handle) {
        if (ID.matcher(handle.value()).matches()) {
            return place.instance(handle.value());
        }
        throw Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "find runner of workload",
                        handle.workload().toString(),
                        "its handle can't be read by this version",
                        "remove the runner by hand, or start the version that made it")
                .toException();
    }
}
