package dev.hostler.launcher.cli;

import java.util.Locale;

/** What goes to the standard output. */
enum OutputFormat {
    text,
    json;

    Rendering rendering(Invocation invocation) {
        return switch (this) {
            case json -> new JsonRendering(invocation.out(), invocation.err());
            case text ->
                invocation.live()
                        ? new LiveRendering(invocation)
                        : new TextRendering(invocation.out(), invocation.err());
        };
    }

    /** Reads arguments that may be too wrong to be parsed, so that a program gets its JSON even then. */
    static OutputFormat askedFor(String... args) {
        String line = String.join(" ", args).toLowerCase(Locale.ROOT);
        return line.contains("--output json") || line.contains("--output=json") ? json : text;
    }
}
