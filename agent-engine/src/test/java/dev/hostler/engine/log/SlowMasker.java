package dev.hostler.engine.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** Masks a whole text at once, in the plainest way: the reference that the fast one is held against. */
final class SlowMasker {
    private SlowMasker() {}

    static byte[] mask(byte[] text, Collection<byte[]> patterns) {
        boolean[] hidden = new boolean[text.length];
        for (byte[] pattern : patterns) {
            for (int at = 0; at + pattern.length <= text.length; at++) {
                if (isAt(text, at, pattern)) {
                    Arrays.fill(hidden, at, at + pattern.length, true);
                }
            }
        }
        ByteArrayOutputStream masked = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            if (!hidden[i]) {
                masked.write(text[i]);
            } else if (i == 0 || !hidden[i - 1]) {
                masked.writeBytes("***".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return masked.toByteArray();
    }

    static boolean contains(byte[] text, byte[] pattern) {
        for (int at = 0; at + pattern.length <= text.length; at++) {
            if (isAt(text, at, pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] text, int at, byte[] pattern) {
        return Arrays.equals(text, at, at + pattern.length, pattern, 0, pattern.length);
    }
}
