package dev.hostler.engine.secret;

import dev.hostler.api.spi.SecretResolver;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes secrets from the agent's environment: {@code X} from {@code HOSTLER_SECRET_X}, and from a variable {@code X}
 * only if the setting {@code allow}, a list with commas, names it. Thread-safe.
 */
public final class EnvironmentSecrets implements SecretResolver {
    /** This resolver's id. */
    public static final String ID = "environment";

    static final String PREFIX = "HOSTLER_SECRET_";

    private final Map<String, String> environment;
    private volatile Set<String> allowed = Set.of();

    /** Creates a resolver for the environment of this process. */
    public EnvironmentSecrets() {
        this(System.getenv());
    }

    /** Creates a resolver for another environment. */
    public EnvironmentSecrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public void configure(Map<String, String> settings) {
        allowed = Arrays.stream(settings.getOrDefault("allow", "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<String> resolve(String name) {
        Optional<String> own = Optional.ofNullable(environment.get(PREFIX + name));
        return allowed.contains(name) ? own.or(() -> Optional.ofNullable(environment.get(name))) : own;
    }
}
