package dev.hostler.engine.archive;

import java.nio.charset.StandardCharsets;

/**
 * The head of one entry of an archive. Names are bytes, one char each (ISO 8859-1), so that none is lost. Immutable.
 *
 * @param kind what it is
 * @param name its path
 * @param link where it leads, if it is a link; else empty
 * @param mode its permissions
 * @param owner the numbers of its user and group
 * @param size how many bytes of content follow
 * @param modified when it was changed, in seconds since 1970
 */
public record TarEntry(Kind kind, String name, String link, int mode, Owner owner, long size, long modified) {
    /** What an entry is. */
    public enum Kind {
        /** Ordinary content. */
        FILE('0'),
        /** Another name of a file that came before. */
        HARD_LINK('1'),
        /** A symbolic link. */
        LINK('2'),
        /** A directory. */
        DIRECTORY('5'),
        /** Anything else, such as a device. */
        OTHER('3');

        private final char type;

        Kind(char type) {
            this.type = type;
        }

        char type() {
            return type;
        }

        /** A zero byte and '7' are old and rare ways of saying "file". */
        static Kind of(char type) {
            return switch (type) {
                case '0', '7', '\0' -> FILE;
                case '1' -> HARD_LINK;
                case '2' -> LINK;
                case '5' -> DIRECTORY;
                default -> OTHER;
            };
        }
    }

    /** Numbers of a user and a group. Immutable. */
    public record Owner(long user, long group) {}

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
