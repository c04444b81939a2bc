package dev.hostler.engine.docker;

import dev.hostler.api.spi.ProcessLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The logins that {@code docker login} has left for the agent's user. Read anew each time, since people log in while the
 * agent runs. Thread-safe.
 */
final class RegistryLogins {
    private static final String OURS = "HOSTLER_";

    private final Path file;
    private final ProcessLauncher processes;
    private final Map<String, String> environment;

    /**
     * Creates the way to logins.
     *
     * @param directory the directory of {@code config.json}
     * @param environment the agent's; credential programs get it but for what is ours, secrets of jobs among it
     */
    RegistryLogins(Path directory, ProcessLauncher processes, Map<String, String> environment) {
        Map<String, String> passed = new HashMap<>(environment);
        passed.keySet().removeIf(name -> name.startsWith(OURS));
        this.file = directory.resolve("config.json");
        this.processes = processes;
        this.environment = Map.copyOf(passed);
    }

    /** Looks for the login at a registry, as {@code docker pull} does: a program that is named has the last word. */
    LoginFinding find(RegistryName registry) throws InterruptedException {
        LoginFile logins;
        try {
            logins = LoginFile.read(file);
        } catch (IOException e) {
            return LoginFinding.trouble(file + " can't be read: " + e.getMessage());
        }
        Optional<String> program = logins.program(registry);
        return program.isPresent()
                ? new CredentialProgram(processes, environment, program.get()).find(registry)
                : logins.login(registry).map(LoginFinding::of).orElse(LoginFinding.NONE);
    }
}
