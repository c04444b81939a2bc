package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.VmNetwork;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import dev.hostler.engine.runtime.vm.libvirt.Session.Reservation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The networks that machines are in, and the addresses that are kept for them. Thread-safe. */
final class VmNetworks {
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private final VmNames names;
    private final MadeList made;

    VmNetworks(VmNames names, MadeList made) {
        this.names = names;
        this.made = made;
    }

    /** Returns the hardware address of each card. */
    List<String> macs(WorkloadKey workload, VmSpec spec) {
        List<String> macs = new ArrayList<>();
        for (int i = 0; i < spec.networks().size(); i++) {
            int card = i;
            macs.add(spec.networks().get(i).macAddress().orElseGet(() -> names.mac(workload, card)));
        }
        return macs;
    }

    /** Returns a failure for each card whose network, bridge or address can't be had. */
    List<Failure> findings(Session session, WorkloadKey workload, VmSpec spec) throws LibvirtRefusal {
        List<String> macs = macs(workload, spec);
        List<Failure> found = new ArrayList<>();
        for (int i = 0; i < spec.networks().size(); i++) {
            VmNetwork card = spec.networks().get(i);
            if (card.bridge().isPresent()) {
                bridgeFinding(workload, card.bridge().get()).ifPresent(found::add);
            } else {
                networkFinding(session, workload, card, macs.get(i)).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Failure> bridgeFinding(WorkloadKey workload, String bridge) {
        return Files.isDirectory(INTERFACES.resolve(bridge).resolve("bridge"))
                ? Optional.empty()
                : Optional.of(refused(
                        ErrorCode.INVALID_INPUT,
                        "networks.bridge " + bridge,
                        workload,
                        "the host has no such bridge",
                        "make it, or use a network of libvirt"));
    }

    private static Optional<Failure> networkFinding(Session session, WorkloadKey workload, VmNetwork card, String mac)
            throws LibvirtRefusal {
        String name = card.network().orElse("");
        Optional<Session.NetworkSight> network = session.network(name);
        if (network.isEmpty()) {
            return Optional.of(refused(
                    ErrorCode.INVALID_INPUT,
                    "networks.network " + name,
                    workload,
                    "libvirt has no such network",
                    "use one of 'virsh net-list --all', or define it"));
        }
        if (!network.get().active()) {
            return Optional.of(refused(
                    ErrorCode.CONFLICT,
                    "networks.network " + name,
                    workload,
                    "the network is not active",
                    "start it: virsh net-start " + name));
        }
        return card.ipAddress()
                .flatMap(address -> addressFinding(
                        workload, name, address, mac, Document.of(network.get().xml())));
    }

    private static Optional<Failure> addressFinding(
            WorkloadKey workload, String network, String address, String mac, Document definition) {
        List<Document> served = definition.all("ip").stream()
                .filter(ip -> !ip.all("dhcp").isEmpty())
                .toList();
        if (served.stream()
                .noneMatch(ip -> Subnet.of(ip).filter(net -> net.has(address)).isPresent())) {
            return Optional.of(refused(
                    ErrorCode.INVALID_INPUT,
                    "networks.ipAddress " + address,
                    workload,
                    "the network '" + network + "' does not hand out addresses of this range",
                    "choose one of 'virsh net-dumpxml " + network + "'"));
        }
        return definition.all("ip/dhcp/host").stream()
                .filter(host -> host.value("ip").equals(Optional.of(address)))
                .filter(host -> !host.value("mac").equals(Optional.of(mac)))
                .findFirst()
                .map(host -> refused(
                        ErrorCode.CONFLICT,
                        "networks.ipAddress " + address,
                        workload,
                        "it is kept for " + host.value("mac").orElse("somebody else"),
                        "choose another one"));
    }

    private static Failure refused(ErrorCode code, String what, WorkloadKey workload, String cause, String remedy) {
        return Failure.cannot(code, "use " + what + " for workload", workload.toString(), cause, remedy);
    }

    /** Keeps addresses for the cards that want their own; what it does is noted first. Returns what is new. */
    List<MadeList.Made> reserve(Session session, WorkloadKey workload, VmSpec spec) throws LibvirtRefusal {
        List<String> macs = macs(workload, spec);
        List<MadeList.Made> news = new ArrayList<>();
        for (int i = 0; i < spec.networks().size(); i++) {
            VmNetwork card = spec.networks().get(i);
            if (card.ipAddress().isPresent()) {
                MadeList.Made one = MadeList.Made.reservation(
                        card.network().orElse(""), macs.get(i), card.ipAddress().get());
                if (change(session, workload, one, Reservation.ADD)) {
                    news.add(one);
                }
            }
        }
        return news;
    }

    /** Returns whether addresses are kept for a workload. */
    boolean hasReserved(WorkloadKey workload) {
        return made.read(workload).stream().anyMatch(MadeList.Made::isReservation);
    }

    /** Gives every address free that was kept for a workload. */
    void release(Session session, WorkloadKey workload) throws LibvirtRefusal {
        for (MadeList.Made one : made.read(workload)) {
            if (one.isReservation()) {
                release(session, workload, one);
            }
        }
    }

    void release(Session session, WorkloadKey workload, MadeList.Made one) throws LibvirtRefusal {
        change(session, workload, one, Reservation.REMOVE);
        made.remove(workload, one);
    }

    /** Returns whether anything had to be changed. */
    private boolean change(Session session, WorkloadKey workload, MadeList.Made one, Reservation what)
            throws LibvirtRefusal {
        Optional<Session.NetworkSight> network = session.network(one.place());
        boolean there = network.isPresent() && has(network.get(), one);
        boolean add = what == Reservation.ADD;
        if (network.isEmpty() || there == add) {
            return false;
        }
        String host = new Markup("host")
                .with("mac", one.mark())
                .with("ip", one.address())
                .toString();
        if (!add) {
            session.reserve(one.place(), what, host);
            return true;
        }
        made.add(workload, one);
        try {
            session.reserve(one.place(), what, host);
            return true;
        } catch (LibvirtRefusal refusal) {
            made.remove(workload, one);
            throw refusal;
        }
    }

    private static boolean has(Session.NetworkSight network, MadeList.Made one) {
        return Document.of(network.xml()).all("ip/dhcp/host").stream()
                .anyMatch(host -> host.value("mac").equals(Optional.of(one.mark()))
                        && host.value("ip").equals(Optional.of(one.address())));
    }
}
