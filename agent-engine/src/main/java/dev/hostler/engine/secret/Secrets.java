package dev.hostler.engine.secret;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SecretResolver;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Secrets by name, never shown by {@link #toString()}. Immutable. */
public final class Secrets {
    private static final String GRANT = "grant it to the job, or take it out of the pipeline";

    private final Map<String, String> values;

    private Secrets(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Finds the values of these secrets, each from the first resolver that knows it.
     *
     * @throws AgentException with {@code NOT_FOUND} if none knows one of them, {@code INVALID_INPUT} if one is empty
     */
    public static Secrets resolve(Set<String> names, List<SecretResolver> resolvers) {
        Map<String, String> values = new TreeMap<>();
        for (String name : new TreeSet<>(names)) {
            String value = resolvers.stream()
                    .map(resolver -> ask(resolver, name))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> missing(name, resolvers));
            values.put(name, requireContent(name, value));
        }
        return new Secrets(values);
    }

    /**
     * Refuses what a pipeline wants and the submitter did not grant to the job.
     *
     * @throws AgentException with {@code POLICY_DENIED}
     */
    public static void requireGranted(Set<String> granted, Set<String> wanted) {
        Set<String> refused = new TreeSet<>(wanted);
        refused.removeAll(granted);
        if (!refused.isEmpty()) {
            throw Failure.cannot(
                            ErrorCode.POLICY_DENIED,
                            "use secret",
                            String.join("', '", refused),
                            "the pipeline asks for it, and the job was not granted it",
                            GRANT)
                    .toException();
        }
    }

    /** Returns the values by name, for those who need them: the steps' environment and the masker. */
    public Map<String, String> values() {
        return values;
    }

    @Override
    public String toString() {
        return "Secrets" + values.keySet();
    }

    /** Drops what a resolver throws that is not ours: its message may hold the value. */
    private static Optional<String> ask(SecretResolver resolver, String name) {
        try {
            return resolver.resolve(name);
        } catch (AgentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "resolve secret",
                            name,
                            "the resolver " + resolver.id() + " failed with "
                                    + e.getClass().getSimpleName(),
                            "look at what stands behind this resolver")
                    .toException();
        }
    }

    private static AgentException missing(String name, List<SecretResolver> resolvers) {
        String asked = resolvers.stream().map(SecretResolver::id).collect(Collectors.joining(", "));
        return Failure.cannot(
                        ErrorCode.NOT_FOUND,
                        "resolve secret",
                        name,
                        asked.isEmpty() ? "the agent has no secret resolver" : "none of " + asked + " knows it",
                        "set " + EnvironmentSecrets.PREFIX + name
                                + " in the agent's environment, or provide it to another")
                .toException();
    }

    private static String requireContent(String name, String value) {
        if (!value.isEmpty() && value.indexOf('\0') < 0) {
            return value;
        }
        throw Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "resolve secret",
                        name,
                        "its value is empty or has a NUL character",
                        "give it a value")
                .toException();
    }
}
