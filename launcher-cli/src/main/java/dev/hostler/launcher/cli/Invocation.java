package dev.hostler.launcher.cli;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command has to work with. Immutable.
 *
 * @param environment the variables of the process; some are secrets
 * @param directory what relative paths start from
 * @param in the standard input
 * @param out the standard output
 * @param err the standard error
 * @param terminal whether the standard output is a terminal
 * @param agents starts an agent
 */
record Invocation(
        Map<String, String> environment,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Function<AgentConfig, Agent> agents) {
    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    static Invocation ofThisProcess() {
        return new Invocation(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                isTerminal(),
                Agent::start);
    }

    /** What the kernel calls the standard output; {@code System.console()} would look at the input too. */
    private static boolean isTerminal() {
        try {
            String name = Files.readSymbolicLink(STDOUT).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no Linux
        }
    }

    /** Returns whether what was printed can be changed: on a terminal that is able to, whose user has not asked for less. */
    boolean live() {
        return terminal
                && variable("NO_COLOR").isEmpty()
                && variable("TERM").filter(name -> !name.equals("dumb")).isPresent();
    }

    /** Logs are UTF-8; the JDK's own streams would turn them into question marks where no locale is set. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** Returns a variable's value; an empty one counts as missing. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Returns an absolute path. */
    Path resolve(String path) {
        return directory.resolve(path).normalize();
    }

    @Override
    public String toString() {
        return "Invocation in " + directory;
    }
}
