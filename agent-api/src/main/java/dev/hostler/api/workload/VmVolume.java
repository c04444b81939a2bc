package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;

/**
 * Storage that the runtime makes for a machine and attaches as a further disk, after those of the spec. Immutable.
 *
 * <p>It belongs to its workload: another workload's volume of the same name is another one. A new one is empty; the guest
 * puts a file system on it.
 *
 * @param name its name, and the first 20 characters of it its serial number, by which a guest finds it
 * @param driver what keeps it; runtimes know {@value ManagedVolume#LOCAL}, and refuse by name what they do not know
 * @param sizeBytes its size
 * @param readOnly whether the guest can't write to it
 * @param retain whether it stays when the workload is deleted together with its data
 */
@Experimental
public record VmVolume(String name, String driver, long sizeBytes, boolean readOnly, boolean retain) {
    /** Checks the components. */
    public VmVolume {
        Identifiers.require("managedVolumes.name", name);
        Identifiers.require("managedVolumes.driver", driver);
        Fields.within("managedVolumes.sizeBytes", sizeBytes, VmDisk.LEAST_SIZE, VmDisk.MOST_SIZE);
    }

    /** A local volume that can be written to, and goes when its workload is deleted together with its data. */
    public static VmVolume of(String name, long sizeBytes) {
        return new VmVolume(name, ManagedVolume.LOCAL, sizeBytes, false, false);
    }
}
