package dev.hostler.launcher.cli.client;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a verb has to work with. Immutable.
 *
 * @param environment the variables of the process; some are secrets
 * @param directory what relative paths start from
 * @param out the standard output
 * @param err the standard error
 */
public record Console(Map<String, String> environment, Path directory, PrintStream out, PrintStream err) {
    /** Returns a variable's value; an empty one counts as missing. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Prints a line, which may repeat what somebody else wrote: nothing in it is obeyed by a terminal. */
    void line(String text) {
        out.print(text.replaceAll("[\\p{Cntrl}&&[^\\t\\n]]+", " ") + "\n");
        out.flush();
    }

    @Override
    public String toString() {
        return "Console in " + directory;
    }
}
