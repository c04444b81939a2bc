package dev.hostler.engine.runtime.compose;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in the place of variables, as Compose does it: {@code $NAME}, {@code ${NAME}} and the forms with {@code
 * :-}, {@code -}, {@code :?}, {@code ?}, {@code :+} and {@code +}; {@code $$} is a {@code $}. A name that was not given
 * stands for nothing. It is done here, so that no program ever has to be given these values as its own environment.
 * Immutable.
 *
 * @param given the values
 */
record Interpolation(Map<String, String> given) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\$)|([A-Za-z_][A-Za-z0-9_]*)|(\\{)|)");
    private static final Pattern BRACED = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])(.*))?", Pattern.DOTALL);
    private static final int DEEPEST = 10;

    /** Returns a text with its variables replaced; throws {@code AgentException} with {@code INVALID_INPUT}. */
    String replace(String text) {
        return text.indexOf('$') < 0 ? text : replace(text, 0);
    }

    private String replace(String text, int depth) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find(from)) {
            result.append(text, from, matcher.start());
            from = matcher.end();
            if (matcher.group(1) != null) {
                result.append('$');
            } else if (matcher.group(2) != null) {
                result.append(given.getOrDefault(matcher.group(2), ""));
            } else if (matcher.group(3) != null && depth < DEEPEST) {
                int end = closing(text, from);
                result.append(braced(text.substring(from, end), depth));
                from = end + 1;
            } else {
                throw wrong(text);
            }
        }
        return result.append(text, from, text.length()).toString();
    }

    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        throw wrong(text);
    }

    private String braced(String inside, int depth) {
        Matcher matcher = BRACED.matcher(inside);
        if (!matcher.matches()) {
            throw wrong("${" + inside + "}");
        }
        String name = matcher.group(1);
        String form = Optional.ofNullable(matcher.group(2)).orElse("");
        String rest = Optional.ofNullable(matcher.group(3)).orElse("");
        String value = given.getOrDefault(name, "");
        boolean there = form.startsWith(":") ? !value.isEmpty() : given.containsKey(name);
        if (form.endsWith("-")) {
            return there ? value : replace(rest, depth + 1);
        }
        if (form.endsWith("+")) {
            return there ? replace(rest, depth + 1) : "";
        }
        if (form.endsWith("?") && !there) {
            throw Refused.field("variable", name, "the file needs it: " + replace(rest, depth + 1), "give it in env");
        }
        return value;
    }

    private static RuntimeException wrong(String text) {
        return Refused.field(
                "variable", text, "it is in no form that Compose knows", "write ${NAME}, or $$ for a dollar sign");
    }
}
