package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.workload.WorkloadKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instance's handle is the name of its project, with a word before it. Immutable. */
final class ProjectHandle {
    private static final Pattern FORM = Pattern.compile("project:([a-z0-9][a-z0-9_-]*)");

    private ProjectHandle() {}

    static InstanceHandle of(WorkloadKey workload, String project) {
        return new InstanceHandle(workload, "project:" + project);
    }

    /** Returns the project; throws {@code AgentException} with {@code STATE_UNAVAILABLE} if there is none in it. */
    static String project(InstanceHandle handle) {
        Matcher form = FORM.matcher(handle.value());
        if (form.matches()) {
            return form.group(1);
        }
        throw Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "find project of workload",
                        handle.workload().toString(),
                        "its handle can't be read by this version",
                        "remove its containers by hand, or start the version that made them")
                .toException();
    }
}
