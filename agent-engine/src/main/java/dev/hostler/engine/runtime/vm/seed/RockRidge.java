package dev.hostler.engine.runtime.vm.seed;

import java.nio.charset.StandardCharsets;

/** What Rock Ridge (IEEE P1282) adds to a record of the primary tree: the real name, owner and rights. */
final class RockRidge {
    /** A directory that everybody may read. */
    static final int DIRECTORY = 0040555;

    /** A file that its owner may read. */
    static final int FILE = 0100400;

    private static final String ID = "RRIP_1991A";
    private static final String WHAT =
            "THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS";
    private static final String WHERE = "PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE";
    private static final int HEAD = 4;
    private static final int EXTENSION_HEAD = 8;

    private RockRidge() {}

    /** Says in the first record of the root that there is Rock Ridge, and where the rest is said. */
    static byte[] announcement(int sector) {
        int length = 7;
        int continuation = 28;
        return new IsoBytes(length + continuation)
                .ascii("SP")
                .one(length)
                .one(1)
                .one(0xbe)
                .one(0xef)
                .one(0)
                .ascii("CE")
                .one(continuation)
                .one(1)
                .both32(sector)
                .both32(0)
                .both32(extension().length)
                .array();
    }

    /** Names the protocol; too long for a record. */
    static byte[] extension() {
        int length = EXTENSION_HEAD + ID.length() + WHAT.length() + WHERE.length();
        return new IsoBytes(length)
                .ascii("ER")
                .one(length)
                .one(1)
                .one(ID.length())
                .one(WHAT.length())
                .one(WHERE.length())
                .one(1)
                .ascii(ID)
                .ascii(WHAT)
                .ascii(WHERE)
                .array();
    }

    /** Rights and number of links; owner and group are root. */
    static byte[] rights(int mode) {
        int length = 36;
        return new IsoBytes(length)
                .ascii("PX")
                .one(length)
                .one(1)
                .both32(mode)
                .both32(mode == DIRECTORY ? 2 : 1)
                .both32(0)
                .both32(0)
                .array();
    }

    /** The real name. */
    static byte[] name(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int length = HEAD + 1 + text.length;
        return new IsoBytes(length)
                .ascii("NM")
                .one(length)
                .one(1)
                .one(0)
                .bytes(text)
                .array();
    }
}
