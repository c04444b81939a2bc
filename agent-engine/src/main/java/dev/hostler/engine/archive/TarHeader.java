package dev.hostler.engine.archive;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Writes the heads of entries in the pax format (POSIX.1-2001). */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int LONGEST = 100;
    private static final long LARGEST = 077777777777L;
    private static final long LARGEST_ID = 07777777L;

    private TarHeader() {}

    /** Returns the head, preceded by an entry for what does not fit into it. */
    static byte[] of(TarEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] records = records(entry);
        if (records.length > 0) {
            TarEntry.Owner nobody = new TarEntry.Owner(0, 0);
            TarEntry extended =
                    new TarEntry(TarEntry.Kind.FILE, "pax", "", 0644, nobody, records.length, entry.modified());
            bytes.writeBytes(block(extended, 'x'));
            bytes.writeBytes(records);
            bytes.writeBytes(padding(records.length));
        }
        bytes.writeBytes(block(entry, entry.kind().type()));
        return bytes.toByteArray();
    }

    /** Returns what fills the last block after so many bytes. */
    static byte[] padding(long size) {
        return new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
    }

    private static byte[] records(TarEntry entry) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (!fits(entry.name())) {
            records.writeBytes(record("path", entry.name()));
        }
        if (!fits(entry.link())) {
            records.writeBytes(record("linkpath", entry.link()));
        }
        if (entry.size() > LARGEST) {
            records.writeBytes(record("size", String.valueOf(entry.size())));
        }
        if (entry.owner().user() > LARGEST_ID) {
            records.writeBytes(record("uid", String.valueOf(entry.owner().user())));
        }
        if (entry.owner().group() > LARGEST_ID) {
            records.writeBytes(record("gid", String.valueOf(entry.owner().group())));
        }
        return records.toByteArray();
    }

    private static boolean fits(String name) {
        return name.length() <= LONGEST && name.chars().allMatch(c -> c < 0x80);
    }

    /** A record begins with its own length, digits included. */
    private static byte[] record(String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + String.valueOf(rest).length();
        length = rest + String.valueOf(length).length();
        return TarEntry.bytes(length + " " + key + "=" + value + "\n");
    }

    private static byte[] block(TarEntry entry, char type) {
        byte[] block = new byte[BLOCK];
        put(block, 0, LONGEST, entry.name());
        number(block, 100, 8, entry.mode());
        number(block, 108, 8, Math.min(entry.owner().user(), LARGEST_ID));
        number(block, 116, 8, Math.min(entry.owner().group(), LARGEST_ID));
        number(block, 124, 12, Math.min(entry.size(), LARGEST));
        number(block, 136, 12, Math.min(Math.max(0, entry.modified()), LARGEST));
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        put(block, 157, LONGEST, entry.link());
        put(block, 257, 8, "ustar\00000");
        put(block, 148, 8, String.format("%06o\0 ", checksum(block)));
        return block;
    }

    static int checksum(byte[] block) {
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        return sum;
    }

    private static void put(byte[] block, int offset, int length, String text) {
        byte[] bytes = TarEntry.bytes(text);
        System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
    }

    private static void number(byte[] block, int offset, int length, long value) {
        put(block, offset, length, String.format("%0" + (length - 1) + "o", value));
    }
}
