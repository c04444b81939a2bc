package dev.hostler.launcher.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines {@code K=V} and {@code export K=V} of a file that shells read too; skips all others. */
final class EnvironmentFile {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");

    /** As in a shell, a comment starts with the line or after a blank. */
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private EnvironmentFile() {}

    /** Returns the variables; of a name that comes twice, the last one. */
    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            Matcher assignment = ASSIGNMENT.matcher(line.strip());
            if (assignment.matches()) {
                variables.put(assignment.group(1), value(assignment.group(2)));
            }
        });
        return variables;
    }

    private static String value(String written) {
        char quote = written.isEmpty() ? ' ' : written.charAt(0);
        int end = quote == '"' || quote == '\'' ? written.indexOf(quote, 1) : -1;
        return end > 0
                ? written.substring(1, end)
                : COMMENT.matcher(written).replaceFirst("").strip();
    }
}
