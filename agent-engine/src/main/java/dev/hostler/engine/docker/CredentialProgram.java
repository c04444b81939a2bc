package dev.hostler.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.spi.ProcessLauncher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A program {@code docker-credential-NAME} that keeps logins. It gets the registry on its standard input, and answers
 * with JSON. Nothing that it writes is ever shown, since that could be a secret. Immutable.
 */
final class CredentialProgram {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int NO_SUCH_PROGRAM = 127;
    private static final int TIME_OVER = 124;

    private final ProcessLauncher processes;
    private final Map<String, String> environment;
    private final String name;

    CredentialProgram(ProcessLauncher processes, Map<String, String> environment, String name) {
        this.processes = processes;
        this.environment = environment;
        this.name = name;
    }

    /** Asks for the login at a registry. */
    LoginFinding find(RegistryName registry) throws InterruptedException {
        if (!NAME.matcher(name).matches()) {
            return LoginFinding.trouble("the credential program's name has characters that no such name has");
        }
        List<String> command = List.of("docker-credential-" + name, "get");
        ProcessLauncher.Output answer = processes.ask(command, environment, registry.key(), LIMIT);
        return switch (answer.exitCode()) {
            case 0 -> read(registry, answer.text());
            case NO_SUCH_PROGRAM -> trouble("is not in the agent's PATH");
            case TIME_OVER -> trouble("gave no answer within " + LIMIT.toSeconds() + " s");
            default ->
                answer.text().contains("credentials not found")
                        ? LoginFinding.NONE
                        : trouble("ended with exit code " + answer.exitCode());
        };
    }

    private LoginFinding read(RegistryName registry, String answer) {
        try {
            JsonNode login = new JsonMapper().readTree(answer);
            String secret = login.path("Secret").asText();
            return secret.isEmpty()
                    ? LoginFinding.NONE
                    : LoginFinding.of(RegistryLogin.ofUser(
                            registry.key(), login.path("Username").asText(), secret));
        } catch (JsonProcessingException malformed) {
            return trouble("answered with something that is no JSON");
        }
    }

    private LoginFinding trouble(String cause) {
        return LoginFinding.trouble("the program docker-credential-" + name + " " + cause);
    }
}
