package dev.hostler.launcher.http.gryt;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.Optional;
import java.util.function.Function;

/** What the environment says about Gryt: the image of jobs that name none, and the key that decrypts tokens. Immutable. */
public final class GrytSettings {
    /** The variable that holds the key. */
    public static final String KEY = "GRYT_ENCRYPTION_KEY";

    private static final String IMAGE = "GRYT_DOCKER_IMAGE";
    private static final String USUAL_IMAGE = "ghcr.io/epyklab/gryt/pipeline:latest";

    private final String version;
    private final String image;
    private final Optional<Fernet> key;

    private GrytSettings(String version, String image, Optional<Fernet> key) {
        this.version = version;
        this.image = image;
        this.key = key;
    }

    /**
     * Reads the settings.
     *
     * @param variables finds a variable's value
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the key is none
     */
    public static GrytSettings of(String version, Function<String, Optional<String>> variables) {
        return new GrytSettings(
                version,
                variables.apply(IMAGE).orElse(USUAL_IMAGE),
                variables.apply(KEY).map(GrytSettings::requireKey));
    }

    private static Fernet requireKey(String text) {
        return Fernet.withKey(text)
                .orElseThrow(() -> Failure.cannot(
                                ErrorCode.INVALID_INPUT,
                                "accept environment variable",
                                KEY,
                                "it is not 32 bytes in urlsafe base64",
                                "set it to the main API's key")
                        .toException());
    }

    String version() {
        return version;
    }

    String image() {
        return image;
    }

    Optional<Fernet> key() {
        return key;
    }
}
