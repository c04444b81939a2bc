package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** What a machine starts with. */
@Experimental
public enum VmFirmware {
    /** The old one of personal computers. */
    BIOS,
    /** UEFI; its variables are kept beside the machine's disks. */
    UEFI
}
