package dev.hostler.engine.docker;

import dev.hostler.api.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The registry's own error codes (OCI distribution spec 1.1, "Error Codes"), as the engine writes them into its messages:
 * in small letters, between colons, before the registry's words. Immutable.
 */
enum RegistryAnswer {
    /** The login, or that there is none, is refused. */
    UNAUTHORIZED(ErrorCode.IMAGE_DENIED),
    /** The login may not do this. */
    DENIED(ErrorCode.IMAGE_DENIED),
    /** The registry wants a login, and the engine got none; the engine's own words. */
    NO_BASIC_AUTH_CREDENTIALS(ErrorCode.IMAGE_DENIED),
    /** No such tag or digest. */
    MANIFEST_UNKNOWN(ErrorCode.IMAGE_NOT_FOUND),
    /** No such repository. */
    NAME_UNKNOWN(ErrorCode.IMAGE_NOT_FOUND),
    /** Come back later. */
    TOOMANYREQUESTS(ErrorCode.IMAGE_UNAVAILABLE);

    private final ErrorCode code;
    private final String written = name().toLowerCase(Locale.ROOT).replace('_', ' ');

    RegistryAnswer(ErrorCode code) {
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    /** Finds the code in a message. A word inside of a sentence, as in "permission denied", is none. */
    static Optional<RegistryAnswer> in(String message) {
        return Arrays.stream(message.toLowerCase(Locale.ROOT).split(":"))
                .map(String::strip)
                .flatMap(part -> Arrays.stream(values()).filter(answer -> answer.written.equals(part)))
                .findFirst();
    }

    /** Returns what a status of HTTP says of an image; nothing for most, 500 among them. */
    static Optional<RegistryAnswer> meantBy(int status) {
        return switch (status) {
            case 401 -> Optional.of(UNAUTHORIZED);
            case 403 -> Optional.of(DENIED);
            case 404 -> Optional.of(NAME_UNKNOWN);
            case 429 -> Optional.of(TOOMANYREQUESTS);
            default -> Optional.empty();
        };
    }
}
