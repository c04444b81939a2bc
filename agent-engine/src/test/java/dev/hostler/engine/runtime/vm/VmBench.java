package dev.hostler.engine.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.engine.testing.BootSector;
import dev.hostler.engine.testing.LibvirtHost;
import dev.hostler.engine.testing.RuntimeContext;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real libvirt, runtimes on it, and a way round them. Confined to one thread. */
final class VmBench implements AutoCloseable {
    static final long MEMORY = 32L << 20;

    private final LibvirtHost libvirt = LibvirtHost.require();
    private final SystemScheduler scheduler = SystemScheduler.create();

    LibvirtHost libvirt() {
        return libvirt;
    }

    SystemScheduler scheduler() {
        return scheduler;
    }

    WorkloadRuntime runtime(String agentId, Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("directory", libvirt.directory().toString(), "acceleration", "qemu"));
        all.putAll(settings);
        return new VmRuntimeProvider()
                .create(RuntimeContext.of(agentId, scheduler, all, Path.of("target", "runtimes", agentId)));
    }

    /** A machine that runs a boot sector and writes to no disk. */
    VmSpec.Builder machine(BootSector guest, String text) {
        try {
            Path disk = libvirt.directory().resolve(guest.name() + "-" + Integer.toHexString(text.hashCode()) + ".raw");
            if (Files.notExists(disk)) {
                guest.write(disk, text);
            }
            return VmSpec.builder(1, MEMORY)
                    .acceleration(VmAcceleration.QEMU)
                    .disk(VmDisk.at("vda", disk.toString())
                            .as(VmDisk.Format.RAW)
                            .forReading()
                            .bootable());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill(InstanceHandle instance) {
        libvirt.virsh("destroy", instance.value());
    }

    void remove(InstanceHandle instance) {
        if (libvirt.virsh("domstate", instance.value()).contains("running")) {
            libvirt.virsh("destroy", instance.value());
        }
        libvirt.virsh("undefine", "--nvram", instance.value());
    }

    /** Names of domains, and files. */
    List<String> leftovers(String agentId) {
        List<String> left = new ArrayList<>(libvirt.domains("hostler-" + agentId + "-"));
        Path files = libvirt.directory().resolve("hostler-" + agentId);
        if (Files.exists(files)) {
            try (Stream<Path> all = Files.walk(files)) {
                all.map(Path::toString).forEach(left::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return left;
    }

    @Override
    public void close() {
        libvirt.close();
        scheduler.close();
        assertThat(libvirt.directory()).doesNotExist();
    }
}
