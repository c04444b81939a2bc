package dev.hostler.api.workload;

import dev.hostler.api.meta.Experimental;

/** Who carries a machine's instructions out. */
@Experimental
public enum VmAcceleration {
    /** {@link #KVM} where a guest was seen to run on it, else {@link #QEMU}. */
    AUTO,
    /** The processor itself. */
    KVM,
    /** A program, many times slower, which runs everywhere. */
    QEMU
}
