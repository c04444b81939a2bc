package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A disk of a machine. Immutable; construct it with {@link #at}, {@link #own} or {@link #cdrom}.
 *
 * <p>A file that is there is used as it is, and stays when the workload goes. One that is not there is made with the size,
 * and goes when the workload is deleted together with its data. No two machines get one file, unless both only read it.
 *
 * @param path the file; empty: one that the runtime chooses
 * @param device where the guest sees it: {@code vda}, {@code vdb} ... at a virtual bus, {@code sda} or {@code hda} ... at
 *     a SATA one
 * @param format how the file is laid out
 * @param sizeBytes its size, if it has to be made; empty: that of the backing file
 * @param kind what it is
 * @param boot whether the machine may start from it; several are tried in their order
 * @param readOnly whether the guest can't write to it
 * @param backing a file under it, which is read and never written; only for {@link Format#QCOW2} that has to be made
 */
@Experimental
public record VmDisk(
        Optional<String> path,
        String device,
        Format format,
        OptionalLong sizeBytes,
        Kind kind,
        boolean boot,
        boolean readOnly,
        Optional<Backing> backing) {
    /** No file is smaller. */
    static final long LEAST_SIZE = 512;

    /** 64 TiB: what nobody means. */
    static final long MOST_SIZE = 64L << 40;

    private static final Pattern DEVICE = Pattern.compile("[vsh]d[a-z]");

    /** Checks the components. */
    public VmDisk {
        path.ifPresent(value -> Fields.absolutePath("disks.path", value));
        path.ifPresent(value -> Fields.singleLine("disks.path", value));
        if (!DEVICE.matcher(device).matches()) {
            throw Fields.refused(
                    "disks.device", Fields.shown(device), "it is no name of a disk", "write it like vda, sdb or hdc");
        }
        sizeBytes.ifPresent(size -> Fields.within("disks.sizeBytes", size, LEAST_SIZE, MOST_SIZE));
        if (path.isEmpty() && (kind == Kind.CDROM || readOnly)) {
            throw Fields.refused("disks.path", device, "a new one would be empty", "give the file that is to be read");
        }
        if (path.isEmpty() && sizeBytes.isEmpty() && backing.isEmpty()) {
            throw Fields.refused(
                    "disks.sizeBytes", device, "nothing says how large it is", "give a size or a backing file");
        }
        if (kind == Kind.CDROM && (backing.isPresent() || device.startsWith("v"))) {
            throw Fields.refused(
                    "disks.device",
                    device,
                    "a CD has no backing file, and is at no virtual bus",
                    "write its device like sdb or hdc, and leave the backing file out");
        }
        if (backing.isPresent() && format != Format.QCOW2) {
            throw Fields.refused("disks.backing", device, "only qcow2 has a file under it", "take the format QCOW2");
        }
    }

    /** A file, which is made with the default size of none: it must be there. */
    public static VmDisk at(String device, String path) {
        return new VmDisk(
                Optional.of(path),
                device,
                Format.QCOW2,
                OptionalLong.empty(),
                Kind.DISK,
                false,
                false,
                Optional.empty());
    }

    /** A file that the runtime makes in a place of its own. */
    public static VmDisk own(String device, long sizeBytes) {
        return new VmDisk(
                Optional.empty(),
                device,
                Format.QCOW2,
                OptionalLong.of(sizeBytes),
                Kind.DISK,
                false,
                false,
                Optional.empty());
    }

    /** A file that the guest sees as a CD. */
    public static VmDisk cdrom(String device, String path) {
        return new VmDisk(
                Optional.of(path), device, Format.RAW, OptionalLong.empty(), Kind.CDROM, false, true, Optional.empty());
    }

    /** Returns the same disk with another layout of its file. */
    public VmDisk as(Format value) {
        return new VmDisk(path, device, value, sizeBytes, kind, boot, readOnly, backing);
    }

    /** Returns the same disk with a size, should it have to be made. */
    public VmDisk sized(long bytes) {
        return new VmDisk(path, device, format, OptionalLong.of(bytes), kind, boot, readOnly, backing);
    }

    /** Returns the same disk, from which the machine may start. */
    public VmDisk bootable() {
        return new VmDisk(path, device, format, sizeBytes, kind, true, readOnly, backing);
    }

    /** Returns the same disk, which the guest can't write to. */
    public VmDisk forReading() {
        return new VmDisk(path, device, format, sizeBytes, kind, boot, true, backing);
    }

    /** Returns the same disk with a file under it. */
    public VmDisk over(String file, Format layout) {
        return new VmDisk(
                path, device, format, sizeBytes, kind, boot, readOnly, Optional.of(new Backing(file, layout)));
    }

    /** How a file is laid out. */
    @Experimental
    public enum Format {
        /** QEMU's own, which grows as it is filled. */
        QCOW2,
        /** One byte for each byte of the disk; also that of ISO images. */
        RAW
    }

    /** What a disk is. */
    @Experimental
    public enum Kind {
        /** A hard disk. */
        DISK,
        /** A CD, which is only read. */
        CDROM
    }

    /**
     * A file under another one, which has what that one has not. Immutable.
     *
     * @param path the file; must be there
     * @param format how it is laid out; never guessed, since a guest could make it look like another one
     */
    @Experimental
    public record Backing(String path, Format format) {
        /** Checks the path. */
        public Backing {
            Fields.absolutePath("disks.backing", path);
            Fields.singleLine("disks.backing", path);
        }
    }
}
