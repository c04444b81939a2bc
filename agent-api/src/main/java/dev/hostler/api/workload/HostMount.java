package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;

/**
 * A path of the host that a container sees. The admission policy decides which ones it may. Immutable.
 *
 * @param hostPath what is seen; must be there
 * @param containerPath where it is seen
 * @param readOnly whether the container can't write to it
 */
@Experimental
public record HostMount(String hostPath, String containerPath, boolean readOnly) {
    /** Checks the paths. */
    public HostMount {
        Fields.absolutePath("volumes.hostPath", hostPath);
        Fields.absolutePath("volumes.containerPath", containerPath);
    }
}
