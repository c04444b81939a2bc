package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two machines of a host can't share. Instances of one workload can: of them one runs at a time. Immutable.
 *
 * @param workload the machine's workload
 * @param others all machines of the host
 */
record Conflicts(WorkloadKey workload, List<Definition> others) {
    /** Returns a failure for each disk that another machine has, unless both only read it, for each card's address, and for the name. */
    List<Failure> of(Optional<String> domain, List<DomainPlan.PlacedDisk> disks, List<String> macs) {
        List<Failure> found = new ArrayList<>();
        for (Definition other : others) {
            if (!other.isOf(workload)) {
                domain.filter(other.domain()::equals).ifPresent(name -> found.add(refused("domainName", name, other)));
                disks.forEach(disk -> sharedDisk(disk, other).ifPresent(found::add));
                macs.forEach(mac -> sharedCard(mac, other).ifPresent(found::add));
            }
        }
        return found;
    }

    private Optional<Failure> sharedDisk(DomainPlan.PlacedDisk placed, Definition other) {
        Path mine = QemuImages.followed(placed.file());
        Optional<Path> under = placed.disk().backing().map(backing -> QemuImages.followed(Path.of(backing.path())));
        for (Definition.Disk theirs : other.disks()) {
            Path file = QemuImages.followed(Path.of(theirs.file()));
            boolean same =
                    file.equals(mine) && !(theirs.readOnly() && placed.disk().readOnly());
            boolean written = under.filter(file::equals).isPresent() && !theirs.readOnly();
            if (same || written) {
                return Optional.of(refused("disks.path", file.toString(), other));
            }
        }
        return Optional.empty();
    }

    private Optional<Failure> sharedCard(String mac, Definition other) {
        return other.cards().stream().anyMatch(card -> card.mac().equals(mac))
                ? Optional.of(refused("networks.macAddress", mac, other))
                : Optional.empty();
    }

    private Failure refused(String field, String value, Definition other) {
        return Failure.cannot(
                ErrorCode.CONFLICT,
                "use " + field + " " + value + " for workload",
                workload.toString(),
                "the machine '" + other.domain() + "' has it",
                "choose another one, or remove that machine");
    }
}
