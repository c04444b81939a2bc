package dev.hostler.engine.runtime.vm.seed;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The two trees of an image, which name the same files: the one that everybody reads, and Microsoft's. */
enum IsoNames {
    /** Short names in capitals (level 1), with the real ones beside them by Rock Ridge. */
    PRIMARY(1, StandardCharsets.US_ASCII, ""),

    /** The real names in 16 bits, marked as Joliet level 3. */
    JOLIET(2, StandardCharsets.UTF_16BE, "%/E");

    private static final int LONGEST_STEM = 8;

    private final int descriptor;
    private final Charset encoding;
    private final String escapes;

    IsoNames(int descriptor, Charset encoding, String escapes) {
        this.descriptor = descriptor;
        this.encoding = encoding;
        this.escapes = escapes;
    }

    /** Returns the type of the descriptor of this tree (8.4.1, 8.5.1). */
    int descriptor() {
        return descriptor;
    }

    Charset encoding() {
        return encoding;
    }

    String escapes() {
        return escapes;
    }

    /** Returns a file's name in this tree. */
    byte[] name(String file) {
        String written = this == JOLIET ? file : shortened(file);
        return (written + ";1").getBytes(encoding);
    }

    private static String shortened(String file) {
        String plain = file.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return plain.substring(0, Math.min(LONGEST_STEM, plain.length())) + ".";
    }
}
