package dev.hostler.launcher.grpc.settings;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads values by their forms; what has not its form is refused by the variable's name. Immutable.
 *
 * @param variables where the values are
 */
record Reader(Variables variables) {
    private static final int LAST_PORT = 65_535;
    private static final Set<String> YES = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> NO = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");

    String text(String variable, String usual) {
        return variables.find(variable).orElse(usual);
    }

    Optional<String> text(String variable) {
        return variables.find(variable);
    }

    Path path(String variable, String usual) {
        String text = text(variable, usual);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw refused(variable, text, "it is no path", "name a file");
        }
    }

    /** A truth as Go writes it. */
    boolean truth(String variable, boolean usual) {
        String text = text(variable, String.valueOf(usual));
        if (!YES.contains(text) && !NO.contains(text)) {
            throw refused(variable, text, "it is neither true nor false", "write true or false");
        }
        return YES.contains(text);
    }

    int port(String variable, int least, int usual) {
        String text = text(variable, String.valueOf(usual));
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < least || Integer.parseInt(text) > LAST_PORT) {
            throw refused(variable, text, "it is no port from " + least + " to " + LAST_PORT, "give a port");
        }
        return Integer.parseInt(text);
    }

    /** A duration as Go writes it, longer than zero. */
    Duration duration(String variable, Duration usual) {
        Optional<String> text = text(variable);
        return text.map(value -> duration(variable, value)).orElse(usual);
    }

    private static Duration duration(String variable, String text) {
        Matcher parts = DURATION.matcher(text);
        Duration sum = parts.matches()
                ? Duration.ofHours(part(parts, 1))
                        .plusMinutes(part(parts, 2))
                        .plusSeconds(part(parts, 3))
                        .plusMillis(part(parts, 4))
                : Duration.ZERO;
        if (sum.isZero()) {
            throw refused(variable, text, "it is no duration above zero", "write it like 30s or 1m30s");
        }
        return sum;
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /** A list such as {@code a=1,b=2}; later names win. */
    Map<String, String> pairs(String variable) {
        Map<String, String> all = new LinkedHashMap<>();
        text(variable)
                .ifPresent(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(pair -> !pair.isEmpty())
                        .forEach(pair -> add(variable, pair, all)));
        return all;
    }

    private static void add(String variable, String pair, Map<String, String> all) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw refused(variable, pair, "it is no pair", "write NAME=VALUE, with commas between them");
        }
        all.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }

    static AgentException refused(String variable, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept setting " + variable, value, cause, remedy)
                .toException();
    }
}
