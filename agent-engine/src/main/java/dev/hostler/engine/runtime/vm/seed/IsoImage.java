package dev.hostler.engine.runtime.vm.seed;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ISO 9660 image of a few small files in its root, with Rock Ridge and Joliet. The same files give the same bytes.
 * Immutable.
 *
 * @param label the volume's label
 * @param files contents by name; the names have at most 30 characters, and differ in the first 8
 */
record IsoImage(String label, Map<String, byte[]> files) {
    private static final int SECTOR = 2048;

    // One sector each, in this order; the system area comes before them.
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int PATHS = 19;
    private static final int ROOTS = 23;
    private static final int EXTENSION = 25;
    private static final int FIRST_FILE = 26;

    private static final int PATH_TABLE = 10;
    private static final int RECORD = 33;
    private static final int NUMBER_OF_NO_TIME = 17;

    IsoImage {
        files = new TreeMap<>(files);
    }

    byte[] bytes() {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        image.writeBytes(new byte[FIRST_DESCRIPTOR * SECTOR]);
        for (IsoNames names : IsoNames.values()) {
            image.writeBytes(descriptor(names));
        }
        image.writeBytes(new IsoBytes(SECTOR).one(255).ascii("CD001").one(1).array());
        for (IsoNames names : IsoNames.values()) {
            int root = root(names);
            image.writeBytes(new IsoBytes(SECTOR)
                    .one(1)
                    .one(0)
                    .little32(root)
                    .little16(1)
                    .one(0)
                    .array());
            image.writeBytes(new IsoBytes(SECTOR)
                    .one(1)
                    .one(0)
                    .big32(root)
                    .big16(1)
                    .one(0)
                    .array());
        }
        for (IsoNames names : IsoNames.values()) {
            image.writeBytes(rootDirectory(names));
        }
        image.writeBytes(new IsoBytes(SECTOR).bytes(RockRidge.extension()).array());
        files.values().forEach(content -> image.writeBytes(filled(content)));
        return image.toByteArray();
    }

    private static int root(IsoNames names) {
        return ROOTS + names.ordinal();
    }

    private static int sectors(int length) {
        return (length + SECTOR - 1) / SECTOR;
    }

    private static byte[] filled(byte[] content) {
        return new IsoBytes(sectors(content.length) * SECTOR).bytes(content).array();
    }

    private int allSectors() {
        return FIRST_FILE
                + files.values().stream()
                        .mapToInt(content -> sectors(content.length))
                        .sum();
    }

    /** The volume descriptor of one tree (8.4 and 8.5). */
    private byte[] descriptor(IsoNames names) {
        int paths = PATHS + 2 * names.ordinal();
        IsoBytes out = new IsoBytes(SECTOR);
        out.one(names.descriptor()).ascii("CD001").one(1).one(0);
        out.padded("", 32, names.encoding()).padded(label, 32, names.encoding());
        out.at(80).both32(allSectors());
        out.ascii(names.escapes());
        out.at(120).both16(1).both16(1).both16(SECTOR).both32(PATH_TABLE);
        out.little32(paths).little32(0).big32(paths + 1).big32(0);
        out.bytes(record(names, root(names), SECTOR, true, new byte[] {0}, List.of()));
        out.padded("", 128, names.encoding()).padded("", 128, names.encoding());
        out.padded("", 128, names.encoding()).padded("", 128, names.encoding());
        out.padded("", 37, names.encoding()).padded("", 37, names.encoding()).padded("", 37, names.encoding());
        for (int i = 0; i < 4; i++) {
            // Created, modified, expires, effective: not said (8.4.26.1).
            out.ascii("0".repeat(NUMBER_OF_NO_TIME - 1)).one(0);
        }
        return out.one(1).array();
    }

    private byte[] rootDirectory(IsoNames names) {
        boolean extended = names == IsoNames.PRIMARY;
        IsoBytes out = new IsoBytes(SECTOR);
        byte[] rights = RockRidge.rights(RockRidge.DIRECTORY);
        out.bytes(record(
                names,
                root(names),
                SECTOR,
                true,
                new byte[] {0},
                extended ? List.of(RockRidge.announcement(EXTENSION), rights) : List.of()));
        out.bytes(record(names, root(names), SECTOR, true, new byte[] {1}, extended ? List.of(rights) : List.of()));
        int sector = FIRST_FILE;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            List<byte[]> extensions = extended
                    ? List.of(RockRidge.rights(RockRidge.FILE), RockRidge.name(file.getKey()))
                    : new ArrayList<>();
            int length = file.getValue().length;
            out.bytes(record(names, sector, length, false, names.name(file.getKey()), extensions));
            sector += sectors(length);
        }
        return out.array();
    }

    /** A directory record (9.1); its length is even. */
    private static byte[] record(
            IsoNames names, int sector, int length, boolean directory, byte[] name, List<byte[]> extensions) {
        int named = RECORD + name.length + (name.length % 2 == 0 ? 1 : 0);
        int all = named
                + extensions.stream().mapToInt(extension -> extension.length).sum();
        IsoBytes out = new IsoBytes(all + all % 2);
        out.one(all + all % 2).one(0).both32(sector).both32(length);
        out.at(25)
                .one(directory ? 2 : 0)
                .one(0)
                .one(0)
                .both16(1)
                .one(name.length)
                .bytes(name);
        out.at(named);
        extensions.forEach(out::bytes);
        return out.array();
    }
}
