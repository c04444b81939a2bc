package dev.hostler.engine.runtime.compose;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mount of a service, in the short or the long form. Immutable.
 *
 * @param type bind, volume, tmpfs, or what the file says in their place
 * @param source what is mounted; empty: something new
 */
record MountText(String type, String source) {
    private static final String BIND = "bind";

    static MountText of(Object mount) {
        if (mount instanceof Map<?, ?> fields) {
            return new MountText(word(fields.get("type"), "volume"), word(fields.get("source"), ""));
        }
        String text = String.valueOf(mount);
        int colon = text.indexOf(':');
        String source = colon < 0 ? "" : text.substring(0, colon);
        return new MountText(source.matches("[/.~].*") ? BIND : "volume", source);
    }

    private static String word(@Nullable Object value, String usual) {
        return value == null ? usual : String.valueOf(value);
    }

    /** Returns whether it shows something of the host at a path that does not begin at its root. */
    boolean isRelative() {
        return type.equals(BIND) && !source.startsWith("/") || !type.equals(BIND) && source.matches("[.~].*");
    }

    /** Returns whether it shows a path of the host. */
    boolean isHostPath() {
        return type.equals(BIND) || source.startsWith("/");
    }

    boolean isUnknown() {
        return !type.equals(BIND) && !type.equals("volume") && !type.equals("tmpfs");
    }
}
