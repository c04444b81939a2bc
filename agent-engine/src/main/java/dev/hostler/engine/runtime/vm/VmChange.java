package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.VmFirmware;
import dev.hostler.api.workload.VmSpec;
import java.util.Map;

/**
 * What it takes to get from one machine to another. Immutable.
 *
 * @param from what is there
 * @param to what is wanted
 */
record VmChange(VmSpec from, VmSpec to) {
    Change kind() {
        VmSpec known = asLibvirtKnows(to.memoryBytes(), to.metadata());
        if (known.equals(from)) {
            return Change.NONE;
        }
        // A running guest gives memory back, and gets no more than it was started with.
        if (to.memoryBytes() <= from.memoryBytes()
                && asLibvirtKnows(from.memoryBytes(), from.metadata()).equals(from)) {
            return Change.IN_PLACE;
        }
        return exclude() ? Change.IN_TURN : Change.BESIDE;
    }

    /** Returns what is wanted, with those parts of what is there that libvirt is never told. */
    private VmSpec asLibvirtKnows(long memoryBytes, Map<String, String> metadata) {
        return new VmSpec(
                to.vcpus(),
                memoryBytes,
                to.name(),
                to.disks(),
                to.managedVolumes(),
                to.networks(),
                to.cloudInit(),
                metadata,
                to.firmware(),
                to.acceleration(),
                to.vnc(),
                from.restart(),
                from.health(),
                from.stopGrace(),
                to.domainName());
    }

    /** Returns whether both can't run at one time: they would have the same name or card, or write to the same place. */
    private boolean exclude() {
        return to.domainName().isPresent() && to.domainName().equals(from.domainName())
                || !from.networks().isEmpty() && !to.networks().isEmpty()
                || from.firmware() == VmFirmware.UEFI && to.firmware() == VmFirmware.UEFI
                || writes(from) && writes(to);
    }

    private static boolean writes(VmSpec spec) {
        return spec.disks().stream().anyMatch(disk -> !disk.readOnly())
                || spec.managedVolumes().stream().anyMatch(volume -> !volume.readOnly());
    }
}
