package dev.hostler.launcher.http.v1.wire;

import dev.hostler.launcher.http.server.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What stands behind the {@code ?} of a request. Immutable. Whatever has not its form is refused with its name. */
public final class Parameters {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Reads the parameters of a request; refuses names other than these, and a name that is there twice. */
    public static Parameters of(Call call, String... known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : call.query().split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                String name = decoded(parts[0]);
                if (!List.of(known).contains(name)) {
                    throw FieldRefusal.of(name, "there is no such parameter here", remedy(known));
                }
                if (values.put(name, parts.length == 1 ? "" : decoded(parts[1])) != null) {
                    throw FieldRefusal.of(name, "it is there twice", "take one out");
                }
            }
        }
        return new Parameters(values);
    }

    private static String remedy(String... known) {
        return known.length == 0 ? "take it out" : "use " + String.join(", ", known);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw FieldRefusal.of("query", "it has a '%' without two hexadecimal digits", "encode it");
        }
    }

    /** Returns a value as it is. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns a whole number from 0. */
    public OptionalLong whole(String name) {
        return text(name).stream().mapToLong(text -> whole(name, text)).findFirst();
    }

    /** Returns a whole number from 0 to 2147483647. */
    public OptionalInt smallWhole(String name) {
        OptionalLong value = whole(name);
        if (value.orElse(0) > Integer.MAX_VALUE) {
            throw FieldRefusal.of(name, "it is too large", "give at most " + Integer.MAX_VALUE);
        }
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** Reads a whole number from 0, wherever it was found. */
    public static long whole(String name, String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw FieldRefusal.of(name, "it is not a whole number of at most 18 digits", "correct it");
        }
        return Long.parseLong(text);
    }

    /** Returns a truth value; false if there is none, true if it is there without one. */
    public boolean truth(String name) {
        return switch (text(name).orElse("false")) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw FieldRefusal.of(name, "it is neither true nor false", "correct it");
        };
    }

    /** Returns a duration. */
    public Optional<Duration> duration(String name) {
        return text(name)
                .map(text -> DurationText.parse(text)
                        .orElseThrow(() ->
                                FieldRefusal.of(name, "it is no duration such as 90s, 1h30m or 500ms", "correct it")));
    }

    /** Returns a moment. */
    public Optional<Instant> instant(String name) {
        return text(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw FieldRefusal.of(name, "it is no moment such as 2026-11-30T12:00:00Z", "correct it");
            }
        });
    }
}
