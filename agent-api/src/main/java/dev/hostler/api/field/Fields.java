package dev.hostler.api.field;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Internal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checks that several specs share; each names the field it refuses, in an {@code AgentException} with {@code
 * INVALID_INPUT}. Not exported. Thread-safe.
 */
@Internal
public final class Fields {
    /** What a POSIX shell can export; dash and ash drop anything else without a word. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Linux allows 128 KiB for one {@code NAME=value} string, its final NUL included (MAX_ARG_STRLEN). */
    private static final int LONGEST_VARIABLE = 128 * 1024 - 1;

    /** The characters of IPv4 and IPv6; who listens there says whether it is one. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final int SHOWN = 40;

    private Fields() {}

    /** Refuses what is blank or has control characters. */
    public static void singleLine(String field, String value) {
        if (value.isBlank() || value.chars().anyMatch(c -> c < ' ')) {
            throw refused(
                    field,
                    value.strip().lines().findFirst().orElse(""),
                    "it is empty or has control characters",
                    "give one line of text");
        }
    }

    /** Refuses a duration that is not longer than zero. */
    public static void positive(String field, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw refused(
                    field, value.toString(), "it is not longer than zero", "give a positive duration, such as 30m");
        }
    }

    /** Refuses a time below zero. */
    public static void notNegative(String field, Duration value) {
        if (value.isNegative()) {
            throw refused(field, value.toString(), "it is negative", "give zero or more");
        }
    }

    /** Refuses timeouts that are not positive, and a soft one that does not end before the hard one. */
    public static void timeouts(Optional<Duration> soft, Optional<Duration> hard) {
        hard.ifPresent(limit -> positive("timeout", limit));
        soft.ifPresent(limit -> positive("softTimeout", limit));
        if (soft.isPresent() && hard.isPresent() && soft.get().compareTo(hard.get()) >= 0) {
            throw refused(
                    "softTimeout",
                    soft.get().toString(),
                    "it is not shorter than the timeout, " + hard.get(),
                    "let it end before the timeout does");
        }
    }

    /** Refuses a name that is there twice. */
    public static void distinct(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw refused(field, name, "it is there twice", "take one out");
            }
        }
    }

    /** Refuses a path that is absolute or leads out of the workspace. */
    public static void insideWorkspace(String field, String value) {
        noNul(field, value);
        Path path = Path.of(value);
        if (value.isBlank() || path.isAbsolute() || path.normalize().startsWith("..")) {
            throw refused(field, value, "it leads out of the workspace", "give a path relative to the workspace");
        }
    }

    /** Refuses a number outside of its bounds, both of which are allowed. */
    public static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(
                    field, Long.toString(value), "it is not from " + least + " to " + most, "choose another number");
        }
    }

    /** Refuses a path that does not start at the root, has a NUL or a step up. */
    public static void absolutePath(String field, String value) {
        noNul(field, value);
        if (!value.startsWith("/") || List.of(value.split("/")).contains("..")) {
            throw refused(
                    field, shown(value), "it is no absolute path without '..'", "give a path that starts with '/'");
        }
    }

    /** Refuses what is neither empty nor an IP address in numbers. */
    public static void address(String field, String value) {
        if (!ADDRESS.matcher(value).matches()) {
            throw refused(field, shown(value), "it is no IP address", "give one in numbers, or leave it out");
        }
    }

    /** Returns a value that nobody has checked in a form that can stand in one line of a message. */
    public static String shown(String value) {
        String clean = value.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
    }

    /** Refuses a NUL. */
    public static void noNul(String field, String value) {
        if (value.indexOf('\0') >= 0) {
            throw refused(field, value.replace('\0', '?'), "it has a NUL", "take the NUL out");
        }
    }

    /** Returns a copy that keeps the order; refuses what no process can be given as a variable. */
    public static Map<String, String> environment(String field, Map<String, String> variables) {
        variables.forEach((name, value) -> variable(field, name, value));
        return Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    private static void variable(String field, String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw refused(
                    field,
                    name,
                    "no shell can hold a variable of this name",
                    "use letters, digits and '_', and start with no digit");
        }
        int size = name.length() + 1 + value.getBytes(StandardCharsets.UTF_8).length;
        if (size > LONGEST_VARIABLE || value.indexOf('\0') >= 0) {
            throw refused(
                    field, name, "its value has a NUL or is longer than 128 KiB", "hand large data over in a file");
        }
    }

    /** Words a refusal. */
    public static RuntimeException refused(String field, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept " + field, value, cause, remedy)
                .toException();
    }
}
