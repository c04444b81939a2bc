package dev.hostler.launcher.http.gryt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that hide a text and show when they were made: Fernet, version 0x80, as its specification lays it out.
 * Immutable.
 *
 * <p>A token is, in urlsafe base64: the version, the time in seconds (64 bits), an initialization vector (128 bits), the
 * text in AES-128-CBC with PKCS #7 padding, and HMAC-SHA256 of all that. Of the key's 32 bytes, the first half signs and
 * the second half encrypts.
 */
final class Fernet {
    private static final byte VERSION = (byte) 0x80;
    private static final int KEY_BYTES = 32;
    private static final int HALF = KEY_BYTES / 2;
    private static final int BLOCK = 16;
    private static final int MAC_BYTES = 32;
    private static final int HEAD = 1 + Long.BYTES + BLOCK;

    /** How far ahead the clock of whoever made a token may be. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    private Fernet(byte[] key) {
        this.signing = new SecretKeySpec(key, 0, HALF, "HmacSHA256");
        this.encryption = new SecretKeySpec(key, HALF, HALF, "AES");
    }

    /** Takes a key, urlsafe base64 of 32 bytes; empty if it is none. */
    static Optional<Fernet> withKey(String key) {
        return decode(key).filter(bytes -> bytes.length == KEY_BYTES).map(Fernet::new);
    }

    /** Makes a token, now. */
    String encrypt(byte[] text, Instant now) {
        byte[] vector = new byte[BLOCK];
        RANDOM.nextBytes(vector);
        return encrypt(text, now, vector);
    }

    String encrypt(byte[] text, Instant now, byte[] vector) {
        byte[] hidden = cipher(Cipher.ENCRYPT_MODE, vector, text).orElseThrow();
        ByteBuffer token = ByteBuffer.allocate(HEAD + hidden.length + MAC_BYTES)
                .put(VERSION)
                .putLong(now.getEpochSecond())
                .put(vector)
                .put(hidden);
        token.put(sign(Arrays.copyOf(token.array(), HEAD + hidden.length)));
        return Base64.getUrlEncoder().encodeToString(token.array());
    }

    /** Returns a token's text, whenever the token was made; empty if it was not made with this key or was changed. */
    Optional<byte[]> decrypt(String token) {
        return decode(token).filter(this::isSound).flatMap(this::open);
    }

    /** Returns a token's text, if the token is not older than allowed and not from the future. */
    Optional<byte[]> decrypt(String token, Duration age, Instant now) {
        return decode(token)
                .filter(this::isSound)
                .filter(bytes -> isTimely(ByteBuffer.wrap(bytes).getLong(1), age, now))
                .flatMap(this::open);
    }

    private static boolean isTimely(long madeAt, Duration age, Instant now) {
        long seconds = now.getEpochSecond();
        return madeAt >= 0 && madeAt <= seconds + SKEW.toSeconds() && madeAt + age.toSeconds() >= seconds;
    }

    private boolean isSound(byte[] token) {
        if (token.length < HEAD + BLOCK + MAC_BYTES || token[0] != VERSION) {
            return false;
        }
        int signed = token.length - MAC_BYTES;
        byte[] given = Arrays.copyOfRange(token, signed, token.length);
        return MessageDigest.isEqual(sign(Arrays.copyOf(token, signed)), given);
    }

    private Optional<byte[]> open(byte[] token) {
        byte[] vector = Arrays.copyOfRange(token, HEAD - BLOCK, HEAD);
        return cipher(Cipher.DECRYPT_MODE, vector, Arrays.copyOfRange(token, HEAD, token.length - MAC_BYTES));
    }

    /** Empty if the text is no whole number of blocks or is padded wrongly. */
    private Optional<byte[]> cipher(int mode, byte[] vector, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, encryption, new IvParameterSpec(vector));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private byte[] sign(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signing);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every Java has HmacSHA256", e);
        }
    }

    /** Strict: the padding has to be there, as the specification wants it. */
    private static Optional<byte[]> decode(String text) {
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Fernet";
    }
}
