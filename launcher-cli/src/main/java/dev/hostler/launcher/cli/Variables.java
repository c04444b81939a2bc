package dev.hostler.launcher.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code --env} and {@code --secret} to variables and secret names. */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Variables() {}

    static Map<String, String> plain(RunOptions options, Invocation invocation) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String given : options.env) {
            String[] parts = given.split("=", 2);
            variables.put(parts[0], parts.length == 2 ? parts[1] : inherited(parts[0], invocation));
        }
        return variables;
    }

    /** Returns the names of the secrets; their values stay where they are until the agent asks for them. */
    static List<String> secrets(RunOptions options, Invocation invocation) {
        List<String> names = new ArrayList<>();
        for (String name : options.secrets) {
            names.add(checked(name, invocation));
        }
        return names;
    }

    private static String inherited(String name, Invocation invocation) {
        return Optional.ofNullable(invocation.environment().get(name))
                .orElseThrow(() -> Failures.badInput(
                        "accept option --env",
                        name,
                        "no environment variable of this name is set",
                        "set it, or give the value as --env NAME=VALUE"));
    }

    private static String checked(String name, Invocation invocation) {
        if (name.contains("=")) {
            throw Failures.badInput(
                    "accept option --secret",
                    name.substring(0, name.indexOf('=')),
                    "every user of this host can read a value on the command line",
                    "set the value as an environment variable and give its name alone");
        }
        if (!NAME.matcher(name).matches()) {
            // Not repeated: it may well be the secret itself.
            throw Failures.badInput(
                    "accept option --secret",
                    "...",
                    "what is given is not a variable's name",
                    "use letters, digits and '_', and start with no digit");
        }
        if (invocation.variable(name).isEmpty()) {
            throw Failures.badInput(
                    "accept option --secret",
                    name,
                    "no environment variable of this name is set, or it is empty",
                    "set it to the secret's value");
        }
        return name;
    }
}
