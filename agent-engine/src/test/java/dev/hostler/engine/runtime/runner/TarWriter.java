package dev.hostler.engine.runtime.runner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Packs archives, honest ones and others. Confined to one thread. */
final class TarWriter {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    TarWriter directory(String name) {
        return entry(name, '5', 0755, "", new byte[0]);
    }

    TarWriter file(String name, int mode, byte[] content) {
        return entry(name, '0', mode, "", content);
    }

    TarWriter file(String name, String content) {
        return file(name, 0644, content.getBytes(StandardCharsets.UTF_8));
    }

    TarWriter link(String name, String target) {
        return entry(name, '2', 0777, target, new byte[0]);
    }

    TarWriter hardLink(String name, String target) {
        return entry(name, '1', 0644, target, new byte[0]);
    }

    TarWriter device(String name) {
        return entry(name, '3', 0644, "", new byte[0]);
    }

    private TarWriter entry(String name, char type, int mode, String link, byte[] content) {
        byte[] head = new byte[512];
        put(head, 0, name);
        put(head, 100, String.format("%07o", mode));
        put(head, 108, "0000000");
        put(head, 116, "0000000");
        put(head, 124, String.format("%011o", content.length));
        put(head, 136, "00000000000");
        Arrays.fill(head, 148, 156, (byte) ' ');
        head[156] = (byte) type;
        put(head, 157, link);
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte b : head) {
            sum += b & 0xff;
        }
        put(head, 148, String.format("%06o", sum) + "\0 ");
        tar.writeBytes(head);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    private static void put(byte[] head, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head, offset, bytes.length);
    }

    byte[] gzip() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar.toByteArray());
            gzip.write(new byte[1024]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }
}
