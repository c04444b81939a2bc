package dev.hostler.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A text inside something longer that is encoded in base64 (RFC 4648, both alphabets). Three bytes become four
 * characters, so there are three ways it can lie; the first and the last character may carry bits of its neighbours and
 * are left out.
 */
final class Base64Variants {
    private static final int GROUP = 3;
    private static final int BITS = 6;

    private Base64Variants() {}

    static Set<String> of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Set<String> variants = new LinkedHashSet<>();
        for (int before = 0; before < GROUP; before++) {
            variants.add(certainPart(Base64.getEncoder(), bytes, before));
            variants.add(certainPart(Base64.getUrlEncoder(), bytes, before));
        }
        return variants;
    }

    private static String certainPart(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        int first = (before * Byte.SIZE + BITS - 1) / BITS;
        int end = shifted.length * Byte.SIZE / BITS;
        return encoder.encodeToString(shifted).substring(first, end);
    }
}
