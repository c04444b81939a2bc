package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Powers over the host beyond an ordinary container's. The admission policy denies each by default. Immutable.
 *
 * @param privileged all capabilities, all devices, no confinement
 * @param hostPid sees and signals the host's processes
 * @param hostIpc shares the host's System V memory
 * @param capabilities Linux capabilities besides the usual ones, such as {@code NET_ADMIN}
 * @param devices device files of the host, such as {@code /dev/fuse}
 */
@Experimental
public record HostAccess(
        boolean privileged, boolean hostPid, boolean hostIpc, Set<String> capabilities, Set<String> devices) {
    /** No such power. */
    public static final HostAccess NONE = new HostAccess(false, false, false, Set.of(), Set.of());

    private static final Pattern CAPABILITY = Pattern.compile("[A-Z][A-Z_]{1,40}");

    /** Copies and checks the components. */
    public HostAccess {
        capabilities = Set.copyOf(new LinkedHashSet<>(capabilities));
        devices = Set.copyOf(new LinkedHashSet<>(devices));
        devices.forEach(device -> Fields.absolutePath("hostAccess.devices", device));
        for (String capability : capabilities) {
            if (!CAPABILITY.matcher(capability).matches()) {
                throw Fields.refused(
                        "hostAccess.capabilities",
                        Fields.shown(capability),
                        "it is no name of a capability",
                        "write it like NET_ADMIN");
            }
        }
    }
}
