package dev.hostler.engine.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive, entry by entry: ustar, pax and GNU's long names. Takes nothing in it for granted; a stream that ends
 * before the archive's end mark is an error. Confined to one thread.
 */
public final class TarReader {
    private static final int LONGEST_TEXT = 1 << 20;

    private final InputStream in;
    private long left;
    private long padding;

    /** Reads from a stream, which the caller closes. */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next entry, past the rest of this one's content; empty after the last. */
    public Optional<TarEntry> next() throws IOException {
        Map<String, String> extended = new HashMap<>();
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            byte[] block = block();
            if (isEmpty(block)) {
                return Optional.empty();
            }
            requireSum(block);
            char type = (char) (block[156] & 0xff);
            expect(extended.containsKey("size") ? decimal(extended.get("size")) : number(block, 124, 12));
            switch (type) {
                case 'x' -> extended.putAll(records(text()));
                case 'g' -> text();
                case 'L' -> extended.put("path", untilNul(text()));
                case 'K' -> extended.put("linkpath", untilNul(text()));
                default -> {
                    return Optional.of(entry(block, TarEntry.Kind.of(type), extended));
                }
            }
        }
    }

    /** Reads content of the current entry; -1 at its end. */
    public int read(byte[] buffer) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
            throw cutOff();
        }
        left -= count;
        return count;
    }

    private void expect(long size) throws IOException {
        if (size < 0 || size > Long.MAX_VALUE - TarHeader.BLOCK) {
            throw new IOException("the archive holds an impossible size");
        }
        left = size;
        padding = (TarHeader.BLOCK - size % TarHeader.BLOCK) % TarHeader.BLOCK;
    }

    private TarEntry entry(byte[] block, TarEntry.Kind kind, Map<String, String> extended) throws IOException {
        String prefix = TarEntry.text(block).startsWith("ustar\0", 257) ? field(block, 345, 155) : "";
        String name = field(block, 0, 100);
        if (kind != TarEntry.Kind.FILE && kind != TarEntry.Kind.OTHER && left != 0) {
            throw new IOException("the archive holds a link or directory with content");
        }
        return new TarEntry(
                kind,
                extended.getOrDefault("path", prefix.isEmpty() ? name : prefix + "/" + name),
                extended.getOrDefault("linkpath", field(block, 157, 100)),
                (int) number(block, 100, 8) & 07777,
                new TarEntry.Owner(id(extended, "uid", block, 108), id(extended, "gid", block, 116)),
                left,
                number(block, 136, 12));
    }

    private static long id(Map<String, String> extended, String key, byte[] block, int offset) throws IOException {
        return extended.containsKey(key) ? decimal(extended.get(key)) : number(block, offset, 8);
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw cutOff();
        }
        return block;
    }

    private static EOFException cutOff() {
        return new EOFException("the archive breaks off");
    }

    private String text() throws IOException {
        if (left > LONGEST_TEXT) {
            throw new IOException("the archive holds a name of " + left + " bytes");
        }
        byte[] bytes = in.readNBytes((int) left);
        if (bytes.length < left) {
            throw cutOff();
        }
        left = 0;
        return TarEntry.text(bytes);
    }

    private static Map<String, String> records(String text) throws IOException {
        Map<String, String> records = new HashMap<>();
        int position = 0;
        while (position < text.length()) {
            int space = text.indexOf(' ', position);
            int end =
                    space < 0 ? -1 : position + (int) Math.min(decimal(text.substring(position, space)), LONGEST_TEXT);
            int equals = text.indexOf('=', Math.max(space, 0));
            if (space < 0 || equals < 0 || equals >= end || end > text.length()) {
                throw new IOException("the archive holds a broken record");
            }
            records.put(text.substring(space + 1, equals), text.substring(equals + 1, end - 1));
            position = end;
        }
        return records;
    }

    private static void requireSum(byte[] block) throws IOException {
        long wanted = number(block, 148, 8);
        byte[] copy = block.clone();
        Arrays.fill(copy, 148, 156, (byte) ' ');
        if (TarHeader.checksum(copy) != wanted) {
            throw new IOException("it is no archive, or it is damaged");
        }
    }

    /** Octal digits, or for a large number a set first bit and then the bytes themselves. */
    private static long number(byte[] block, int offset, int length) throws IOException {
        if ((block[offset] & 0x80) == 0) {
            String digits = field(block, offset, length).strip();
            return digits.isEmpty() ? 0 : parse(digits, 8);
        }
        long value = block[offset] & 0x7f;
        for (int i = offset + 1; i < offset + length; i++) {
            if (value >>> 55 != 0) {
                throw new IOException("the archive holds an impossible number");
            }
            value = value << 8 | block[i] & 0xff;
        }
        return value;
    }

    private static long decimal(String digits) throws IOException {
        return parse(digits, 10);
    }

    private static long parse(String digits, int radix) throws IOException {
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new IOException("the archive holds no number where one must be", e);
        }
    }

    private static String field(byte[] block, int offset, int length) {
        return untilNul(TarEntry.text(Arrays.copyOfRange(block, offset, offset + length)));
    }

    private static String untilNul(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static boolean isEmpty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
