package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.ProcessLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs everything as a user without any power, as an agent that is not root would. Immutable.
 *
 * @param real the way to processes
 */
record AsNobody(ProcessLauncher real) implements ProcessLauncher {
    static final int USER = 65_534;

    private static final List<String> DROP =
            List.of("setpriv", "--reuid", "" + USER, "--regid", "" + USER, "--clear-groups", "--inh-caps=-all");

    private static List<String> asNobody(List<String> command) {
        return Stream.concat(DROP.stream(), command.stream()).toList();
    }

    @Override
    public Output run(List<String> command, Duration limit) throws InterruptedException {
        return real.run(asNobody(command), limit);
    }

    @Override
    public Output ask(List<String> command, Map<String, String> environment, String input, Duration limit)
            throws InterruptedException {
        return real.ask(asNobody(command), environment, input, limit);
    }

    @Override
    public ProcessIdentity spawn(List<String> command, Map<String, String> environment, Path directory, Path output) {
        return real.spawn(asNobody(command), environment, directory, output);
    }

    @Override
    public boolean isAlive(ProcessIdentity process) {
        return real.isAlive(process);
    }

    @Override
    public void kill(ProcessIdentity process) {
        real.kill(process);
    }

    @Override
    public List<ProcessIdentity> children(ProcessIdentity process) {
        return real.children(process);
    }
}
