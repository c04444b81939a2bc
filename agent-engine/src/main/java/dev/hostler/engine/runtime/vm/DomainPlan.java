package dev.hostler.engine.runtime.vm;

import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmFirmware;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The domain that a spec becomes; see libvirt's page "Domain XML format". Immutable.
 *
 * @param spec the spec
 * @param uuid the domain's UUID
 * @param name the domain's name
 * @param labels says whose it is
 * @param kvm whether the processor itself carries its instructions out
 * @param disks its disks with the files that they are, those of the spec first
 * @param macs the hardware address of each card
 * @param console the file that gets what it prints at its serial port
 * @param variables the file for its firmware's variables
 */
record DomainPlan(
        VmSpec spec,
        String uuid,
        String name,
        Markup labels,
        boolean kvm,
        List<PlacedDisk> disks,
        List<String> macs,
        Path console,
        Path variables) {
    /** Names of machines and processors by Java's name of the latter; others are called like there. */
    private static final Map<String, String> PROCESSORS = Map.of("amd64", "x86_64");

    private static final String X86 = "x86_64";

    /**
     * A disk and its file. Immutable.
     *
     * @param disk what is wanted
     * @param file where it is
     * @param serial by what a guest knows it; empty if by nothing
     */
    record PlacedDisk(VmDisk disk, Path file, String serial) {}

    /** Returns the same domain with another name; libvirt takes no new one for a UUID. */
    DomainPlan renamed(String other) {
        return new DomainPlan(spec, uuid, other, labels, kvm, disks, macs, console, variables);
    }

    String xml() {
        return new Markup("domain")
                .with("type", kvm ? "kvm" : "qemu")
                .add("name", name)
                .add("uuid", uuid)
                .add(new Markup("metadata").add(labels))
                .add(new Markup("memory").with("unit", "b").text(String.valueOf(spec.memoryBytes())))
                .add("vcpu", String.valueOf(spec.vcpus()))
                .add(system())
                .add(features())
                .add(new Markup("cpu").with("mode", kvm ? "host-passthrough" : "maximum"))
                .add(new Markup("clock").with("offset", "utc"))
                .add("on_poweroff", "destroy")
                .add("on_reboot", "restart")
                .add("on_crash", "destroy")
                .add(devices())
                .toString();
    }

    private static String processor() {
        String name = System.getProperty("os.arch", "");
        return PROCESSORS.getOrDefault(name, name);
    }

    private static boolean isX86() {
        return processor().equals(X86);
    }

    private Markup system() {
        Markup system = new Markup("os")
                .add(new Markup("type")
                        .with("arch", processor())
                        .with("machine", isX86() ? "q35" : "virt")
                        .text("hvm"));
        if (spec.firmware() == VmFirmware.UEFI) {
            // Secure boot needs a machine of another make, and keys.
            system.with("firmware", "efi")
                    .add(new Markup("firmware")
                            .add(new Markup("feature").with("enabled", "no").with("name", "secure-boot")))
                    .add("nvram", variables.toString());
        }
        return system;
    }

    private static Markup features() {
        Markup features = new Markup("features").add(new Markup("acpi"));
        return isX86() ? features.add(new Markup("apic")) : features;
    }

    private Markup devices() {
        Markup devices = new Markup("devices").add(disksMarkup()).add(cards());
        devices.add(new Markup("serial")
                        .with("type", "pty")
                        .add(new Markup("log").with("file", console.toString()).with("append", "on")))
                .add(new Markup("channel")
                        .with("type", "unix")
                        .add(new Markup("target").with("type", "virtio").with("name", "org.qemu.guest_agent.0")));
        if (spec.vnc()) {
            devices.add(new Markup("graphics")
                            .with("type", "vnc")
                            .with("autoport", "yes")
                            .with("listen", "127.0.0.1"))
                    .add(new Markup("video").add(new Markup("model").with("type", isX86() ? "vga" : "virtio")));
        }
        if (isX86()) {
            // By this a guest says that its kernel has given up.
            devices.add(new Markup("panic").with("model", "isa"));
        }
        return devices.add(new Markup("memballoon").with("model", "virtio"))
                .add(new Markup("rng")
                        .with("model", "virtio")
                        .add(new Markup("backend").with("model", "random").text("/dev/urandom")));
    }

    private List<Markup> disksMarkup() {
        List<Markup> all = new ArrayList<>();
        int order = 0;
        for (PlacedDisk placed : disks) {
            Markup disk = disk(placed);
            if (placed.disk().boot()) {
                order++;
                disk.add(new Markup("boot").with("order", String.valueOf(order)));
            }
            all.add(disk);
        }
        return all;
    }

    private static Markup disk(PlacedDisk placed) {
        VmDisk disk = placed.disk();
        boolean isCd = disk.kind() == VmDisk.Kind.CDROM;
        Markup markup = new Markup("disk")
                .with("type", "file")
                .with("device", isCd ? "cdrom" : "disk")
                .add(new Markup("driver")
                        .with("name", "qemu")
                        .with("type", disk.format().name().toLowerCase(Locale.ROOT)))
                .add(new Markup("source").with("file", placed.file().toString()))
                .add(new Markup("target")
                        .with("dev", disk.device())
                        .with("bus", disk.device().startsWith("v") ? "virtio" : "sata"));
        if (isCd || disk.readOnly()) {
            markup.add(new Markup("readonly"));
        }
        if (!isCd && disk.readOnly()) {
            // Else libvirt lets one machine alone have it.
            markup.add(new Markup("shareable"));
        }
        if (!placed.serial().isEmpty()) {
            markup.add("serial", placed.serial());
        }
        return markup;
    }

    private List<Markup> cards() {
        List<Markup> all = new ArrayList<>();
        for (int i = 0; i < spec.networks().size(); i++) {
            VmNetwork card = spec.networks().get(i);
            String kind = card.bridge().isPresent() ? "bridge" : "network";
            all.add(new Markup("interface")
                    .with("type", kind)
                    .add(new Markup("mac").with("address", macs.get(i)))
                    .add(new Markup("source")
                            .with(kind, card.bridge().or(card::network).orElse("")))
                    .add(new Markup("model").with("type", "virtio")));
        }
        return all;
    }
}
