package dev.hostler.launcher.cli;

import java.util.Locale;

/** What goes to the standard output. */
enum OutputFormat {
    text,
    json;

    Rendering rendering(Invocation invocation) {
        return this == json
                ? new JsonRendering(invocation.out(), invocation.err())
                : new TextRendering(invocation.out(), invocation.err());
    }

    /** Reads arguments that may be too wrong to be parsed, so that a program gets its JSON even then. */
    static OutputFormat askedFor(String... args) {
        String line = String.join(" ", args).toLowerCase(Locale.ROOT);
        return line.contains("--output json") || line.contains("--output=json") ? json : text;
    }
}
