package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.WorkloadRuntime;

/**
 * Brings the runtime for virtual machines. Thread-safe.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code uri}: where libvirt is, on this host (default {@code qemu:///system})
 *   <li>{@code directory}: where seeds, consoles and disks without a path of their own are kept; libvirt's user must be able
 *       to search it (default {@code /var/lib/libvirt/images})
 *   <li>{@code acceleration}: for machines that leave it to the agent: {@code auto} (the default), {@code kvm} or {@code
 *       qemu}
 * </ul>
 */
public final class VmRuntimeProvider implements RuntimeProvider {
    /** Creates a provider; does nothing else. */
    public VmRuntimeProvider() {}

    @Override
    public String id() {
        return VmSettings.PROVIDER;
    }

    @Override
    public WorkloadRuntime create(Context context) {
        return VmRuntime.of(context);
    }
}
