package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.VmVolume;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The disks of machines: those that are there are used, the others made. Confined to one act of a workload at a time. */
final class VmDisks {
    private static final String NEW = ".hostler-new";
    private static final int LONGEST_SERIAL = 20;

    private final VmFiles files;
    private final MadeList made;
    private final QemuImages images;

    VmDisks(VmFiles files, MadeList made, QemuImages images) {
        this.files = files;
        this.made = made;
        this.images = images;
    }

    /** Returns where the disks of a spec are, its volumes after the others. */
    List<DomainPlan.PlacedDisk> place(WorkloadKey workload, VmSpec spec) {
        List<DomainPlan.PlacedDisk> placed = new ArrayList<>();
        Set<String> devices = new HashSet<>();
        for (VmDisk disk : spec.disks()) {
            devices.add(disk.device());
            Path file = disk.path()
                    .map(Path::of)
                    .orElseGet(() -> files.disk(workload, disk.device() + "." + extension(disk.format())));
            placed.add(new DomainPlan.PlacedDisk(disk, file, ""));
        }
        for (VmVolume volume : spec.managedVolumes()) {
            String device = free("vd", devices);
            Path file = files.disk(workload, "volume-" + volume.name() + ".raw");
            VmDisk disk = new VmDisk(
                    Optional.of(file.toString()),
                    device,
                    VmDisk.Format.RAW,
                    OptionalLong.of(volume.sizeBytes()),
                    VmDisk.Kind.DISK,
                    false,
                    volume.readOnly(),
                    Optional.empty());
            String serial = volume.name()
                    .substring(0, Math.min(LONGEST_SERIAL, volume.name().length()));
            placed.add(new DomainPlan.PlacedDisk(disk, file, serial));
        }
        return placed;
    }

    /** Returns the first device of a bus that nobody has, and takes it. */
    static String free(String bus, Set<String> taken) {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            if (taken.add(bus + letter)) {
                return bus + letter;
            }
        }
        throw new IllegalStateException("a spec has fewer disks than there are letters");
    }

    private static String extension(VmDisk.Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses disks that can't be used as they are, or that are not there and can't be made.
     *
     * @throws AgentException with {@code INVALID_INPUT} or {@code POLICY_DENIED}, which names the field
     */
    void requireUsable(List<DomainPlan.PlacedDisk> disks) throws InterruptedException {
        List<Path> named = new ArrayList<>();
        for (DomainPlan.PlacedDisk placed : disks) {
            named.add(QemuImages.followed(placed.file()));
            placed.disk().backing().ifPresent(under -> named.add(QemuImages.followed(Path.of(under.path()))));
        }
        for (DomainPlan.PlacedDisk placed : disks) {
            VmDisk disk = placed.disk();
            if (disk.backing().isPresent()) {
                Path under = Path.of(disk.backing().get().path());
                requireFile("disks.backing", under);
                images.requireHarmless(under, disk.backing().get().format(), named);
            }
            if (Files.exists(placed.file())) {
                requireFile("disks.path", placed.file());
                images.requireHarmless(placed.file(), disk.format(), named);
            } else if (!canBeMade(disk)) {
                requireFile("disks.path", placed.file());
            }
        }
    }

    private static boolean canBeMade(VmDisk disk) {
        return disk.kind() == VmDisk.Kind.DISK
                && (disk.sizeBytes().isPresent() || disk.backing().isPresent());
    }

    private static void requireFile(String field, Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "use " + field,
                            file.toString(),
                            Files.exists(file) ? "it is no file" : "the host has no such file",
                            "correct the path, or give disks.sizeBytes so that it can be made")
                    .toException();
        }
    }

    /** Makes what is not there; what it makes is noted first. Returns what it has made. */
    List<MadeList.Made> provide(WorkloadKey workload, VmSpec spec, List<DomainPlan.PlacedDisk> disks)
            throws InterruptedException {
        List<MadeList.Made> news = new ArrayList<>();
        try {
            for (int i = 0; i < disks.size(); i++) {
                int volume = i - spec.disks().size();
                boolean retained = volume >= 0
                        && volume < spec.managedVolumes().size()
                        && spec.managedVolumes().get(volume).retain();
                if (Files.notExists(disks.get(i).file())) {
                    news.add(make(workload, disks.get(i), retained));
                }
            }
            return news;
        } catch (AgentException | InterruptedException e) {
            news.forEach(one -> remove(workload, one));
            throw e;
        }
    }

    /** A half-made image never has the disk's name. */
    private MadeList.Made make(WorkloadKey workload, DomainPlan.PlacedDisk placed, boolean retained)
            throws InterruptedException {
        Path file = placed.file();
        Path unfinished = file.resolveSibling(file.getFileName() + NEW);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(unfinished);
            images.create(unfinished, placed.disk());
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            MadeList.Made one =
                    MadeList.Made.disk(file, MadeList.identity(unfinished).orElse(""), retained);
            made.add(workload, one);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return one;
        } catch (IOException e) {
            throw VmFiles.failed("make disk", file, e);
        } finally {
            discard(unfinished);
        }
    }

    private static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw VmFiles.failed("remove unfinished disk", unfinished, e);
        }
    }

    /** Removes all disks that were made for a workload, and the variables of its firmware, save what is retained. */
    void removeOf(WorkloadKey workload) {
        for (MadeList.Made one : made.read(workload)) {
            if (!one.isReservation() && !one.isRetained()) {
                remove(workload, one);
            }
        }
        discard(files.variables(workload));
        files.removeInstances(workload);
        files.removeEmpty(workload);
    }

    /** Removes a disk that was made, unless another file is in its place. */
    void remove(WorkloadKey workload, MadeList.Made one) {
        Path file = Path.of(one.place());
        try {
            if (MadeList.identity(file).filter(one.mark()::equals).isPresent()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw VmFiles.failed("remove disk", file, e);
        }
        made.remove(workload, one);
    }
}
