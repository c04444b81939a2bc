package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.WorkloadKey;
import java.util.List;
import java.util.Optional;

/**
 * What matters of a machine as libvirt has it defined, ours or somebody's. Immutable.
 *
 * @param uuid its UUID
 * @param domain its name in libvirt
 * @param wanted the name in libvirt that its spec asks for; empty: none
 * @param name what it was made for; empty if it is not this agent's
 * @param disks its files
 * @param cards its network cards
 */
record Definition(
        String uuid,
        String domain,
        Optional<String> wanted,
        Optional<InstanceName> name,
        List<Disk> disks,
        List<Card> cards) {
    Definition {
        disks = List.copyOf(disks);
        cards = List.copyOf(cards);
    }

    /**
     * A disk. Immutable.
     *
     * @param file where it is
     * @param readOnly whether it is only read
     */
    record Disk(String file, boolean readOnly) {}

    /**
     * A network card. Immutable.
     *
     * @param mac its hardware address
     * @param network the network or bridge that it is in; empty if it is in neither
     */
    record Card(String mac, String network) {}

    boolean isOf(WorkloadKey workload) {
        return name.map(InstanceName::workload).filter(workload::equals).isPresent();
    }

    static Definition read(VmLabels labels, String xml) {
        Document domain = Document.of(xml);
        return new Definition(
                domain.text("uuid"),
                domain.text("name"),
                labels.wantedDomain(domain),
                labels.read(domain),
                domain.all("devices/disk").stream()
                        .flatMap(disk -> disk.value("source", "file").stream()
                                .map(file ->
                                        new Disk(file, !disk.all("readonly").isEmpty())))
                        .toList(),
                domain.all("devices/interface").stream()
                        .map(card -> new Card(
                                card.value("mac", "address").orElse(""),
                                card.value("source", "network")
                                        .or(() -> card.value("source", "bridge"))
                                        .orElse("")))
                        .toList());
    }
}
