package dev.hostler.launcher.http.gryt;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.SecretResolver;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds tokens for a checkout in the names of the secrets themselves, which hold them encrypted. So the job's stored form
 * has the encrypted token only, and a job that waits over a restart of the agent can still be checked out. Thread-safe.
 */
public class TokenSecrets implements SecretResolver {
    private static final String PREFIX = "gryt-token:";

    private final Supplier<Optional<String>> key;

    /** Creates a resolver with a way to the key. */
    protected TokenSecrets(Supplier<Optional<String>> key) {
        this.key = key;
    }

    /** Returns the name of the secret that an encrypted token stands for. */
    static String nameOf(String encrypted) {
        return PREFIX + encrypted;
    }

    @Override
    public String id() {
        return "gryt";
    }

    @Override
    public Optional<String> resolve(String name) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(key.get()
                .flatMap(Fernet::withKey)
                .flatMap(fernet -> fernet.decrypt(name.substring(PREFIX.length())))
                .map(token -> new String(token, StandardCharsets.UTF_8))
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "decrypt field",
                                "github_token_encrypted",
                                "it was not made with this agent's GRYT_ENCRYPTION_KEY, or was changed",
                                "give main API and agent the same key")
                        .toException()));
    }
}
