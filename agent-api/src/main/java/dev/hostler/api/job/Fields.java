package dev.hostler.api.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
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

/** The checks that several specs share; each names the field it refuses. */
final class Fields {
    /** What a POSIX shell can export; dash and ash drop anything else without a word. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Linux allows 128 KiB for one {@code NAME=value} string, its final NUL included (MAX_ARG_STRLEN). */
    private static final int LONGEST_VARIABLE = 128 * 1024 - 1;

    private Fields() {}

    static void singleLine(String field, String value) {
        if (value.isBlank() || value.chars().anyMatch(c -> c < ' ')) {
            throw refused(
                    field,
                    value.strip().lines().findFirst().orElse(""),
                    "it is empty or has control characters",
                    "give one line of text");
        }
    }

    static void positive(String field, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw refused(
                    field, value.toString(), "it is not longer than zero", "give a positive duration, such as 30m");
        }
    }

    static void timeouts(Optional<Duration> soft, Optional<Duration> hard) {
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

    static void distinct(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw refused(field, name, "it is there twice", "take one out");
            }
        }
    }

    static void insideWorkspace(String field, String value) {
        noNul(field, value);
        Path path = Path.of(value);
        if (value.isBlank() || path.isAbsolute() || path.normalize().startsWith("..")) {
            throw refused(field, value, "it leads out of the workspace", "give a path relative to the workspace");
        }
    }

    static void noNul(String field, String value) {
        if (value.indexOf('\0') >= 0) {
            throw refused(field, value.replace('\0', '?'), "it has a NUL", "take the NUL out");
        }
    }

    static Map<String, String> environment(String field, Map<String, String> variables) {
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

    static RuntimeException refused(String field, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept " + field, value, cause, remedy)
                .toException();
    }
}
