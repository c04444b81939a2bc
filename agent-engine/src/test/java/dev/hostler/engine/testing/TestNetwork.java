package dev.hostler.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A network of libvirt for one test, which leads nowhere. Confined to one thread. */
public final class TestNetwork implements AutoCloseable {
    private static final Path STATE = Path.of("/run/libvirt/network");
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private final LibvirtHost libvirt;
    private final String name;
    private final int number;

    private TestNetwork(LibvirtHost libvirt, String name, int number) {
        this.libvirt = libvirt;
        this.name = name;
        this.number = number;
    }

    /** Starts a network in a range that nobody has. */
    public static TestNetwork start(LibvirtHost libvirt) {
        int number = 0;
        while (Files.exists(INTERFACES.resolve("hostler-n" + number))) {
            number++;
        }
        TestNetwork network = new TestNetwork(libvirt, "hostler-n" + number, number);
        try {
            Path xml = Files.writeString(libvirt.directory().resolve("network.xml"), network.xml());
            libvirt.virsh("net-create", xml.toString());
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String xml() {
        return "<network><name>" + name + "</name><bridge name='" + name + "'/><ip address='" + address(1)
                + "' netmask='255.255.255.0'><dhcp><range start='" + address(100) + "' end='" + address(200)
                + "'/></dhcp></ip></network>";
    }

    /** Returns its name, which is also that of its bridge. */
    public String name() {
        return name;
    }

    /** Returns an address in it. */
    public String address(int host) {
        return "172.30." + (200 + number) + "." + host;
    }

    /** Returns the lines of its definition that keep an address for a card. */
    public List<String> reservations() {
        return libvirt.virsh("net-dumpxml", name)
                .lines()
                .filter(line -> line.contains("<host "))
                .flatMap(line -> List.of(line.split("'")).stream())
                .filter(word -> word.startsWith("172."))
                .toList();
    }

    /** Libvirt leaves the number of the process that handed out addresses, and a directory. */
    @Override
    public void close() {
        libvirt.virsh("net-destroy", name);
        LibvirtHost.remove(STATE.resolve(name));
        LibvirtHost.remove(STATE.resolve(name + ".pid"));
    }
}
