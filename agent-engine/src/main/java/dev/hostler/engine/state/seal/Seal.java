package dev.hostler.engine.state.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts texts for a place, and opens them there: AES-256 in GCM, which also notices any change. Thread-safe.
 *
 * <p>The form is {@code sealed:1:BASE64} of a random nonce of 12 bytes, the encrypted text and a tag of 16 bytes; the
 * number says which form it is. With random nonces one key is good for 2^32 values (NIST SP 800-38D, 8.3), which no
 * store of ours comes near.
 */
public final class Seal {
    private static final String MARK = "sealed:";
    private static final String FORM = MARK + "1:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final StateKey key;
    private final SecureRandom random = new SecureRandom();

    /** Creates a seal. */
    public Seal(StateKey key) {
        this.key = key;
    }

    /** Returns whether a stored text looks like a sealed one. */
    public static boolean isSealed(String text) {
        return text.startsWith(MARK);
    }

    /** Seals a text. Twice the same gives different values. */
    public String seal(SealPlace place, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return FORM + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + CIPHER, e);
        }
    }

    /**
     * Opens a sealed text.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it is damaged, was sealed for another
     *     place or with another key
     */
    public String open(SealPlace place, String sealed) {
        byte[] all = bytesOf(place, sealed);
        try {
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, place);
            byte[] text = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw SealFailures.closed(place, key).toException(e);
        }
    }

    private static byte[] bytesOf(SealPlace place, String sealed) {
        if (isSealed(sealed) && !sealed.startsWith(FORM)) {
            throw SealFailures.newer(place).toException();
        }
        try {
            byte[] all = Base64.getDecoder().decode(sealed.startsWith(FORM) ? sealed.substring(FORM.length()) : "");
            if (all.length < NONCE_BYTES + TAG_BYTES) {
                throw SealFailures.damaged(place).toException();
            }
            return all;
        } catch (IllegalArgumentException e) {
            throw SealFailures.damaged(place).toException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, SealPlace place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(place.bytes());
        return cipher;
    }
}
