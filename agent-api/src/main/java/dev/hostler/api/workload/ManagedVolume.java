package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;

/**
 * Storage that the runtime makes for a workload, and that outlives every container of it. Immutable.
 *
 * <p>It belongs to its workload: another workload's volume of the same name is another one.
 *
 * @param name its name
 * @param driver what keeps it; runtimes know {@value #LOCAL}, and refuse by name what they do not know
 * @param mountPath where the container sees it
 * @param readOnly whether the container can't write to it
 * @param retain whether it stays when the workload is deleted together with its data
 */
@Experimental
public record ManagedVolume(String name, String driver, String mountPath, boolean readOnly, boolean retain) {
    /** A volume on the host's own disk. */
    public static final String LOCAL = "local";

    /** Checks the components. */
    public ManagedVolume {
        Identifiers.require("managedVolumes.name", name);
        Identifiers.require("managedVolumes.driver", driver);
        Fields.absolutePath("managedVolumes.mountPath", mountPath);
    }

    /** A local volume that can be written to, and goes when its workload is deleted together with its data. */
    public static ManagedVolume of(String name, String mountPath) {
        return new ManagedVolume(name, LOCAL, mountPath, false, false);
    }
}
