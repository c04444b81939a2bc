package dev.hostler.engine.state.seal;

import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of a store: 32 bytes, which people and files see in base64. Never shows itself. Immutable. */
public final class StateKey {
    private static final int BYTES = 32;

    private final String origin;
    private final SecretKey secret;

    private StateKey(String origin, byte[] bytes) {
        this.origin = origin;
        this.secret = new SecretKeySpec(bytes, "AES");
    }

    /**
     * Reads a key from its text; white space around it does not count.
     *
     * @param origin where the text comes from, for messages
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it is no key; the text is not shown
     */
    public static StateKey parse(String origin, String text) {
        byte[] bytes = decoded(text.strip());
        if (bytes.length != BYTES) {
            throw SealFailures.noKey(origin, BYTES);
        }
        return new StateKey(origin, bytes);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException quotesTheText) {
            return new byte[0];
        }
    }

    /** Makes a new key. Does not wait for randomness, which a running system has. */
    public static StateKey random(String origin) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new StateKey(origin, bytes);
    }

    /** Returns where it comes from, for messages. */
    public String origin() {
        return origin;
    }

    /** Returns its text, for a file that only the agent's user can read. */
    public String encoded() {
        return Base64.getEncoder().encodeToString(secret.getEncoded());
    }

    SecretKey secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "StateKey[" + origin + "]";
    }
}
