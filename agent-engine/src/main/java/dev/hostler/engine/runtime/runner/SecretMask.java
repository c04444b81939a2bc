package dev.hostler.engine.runtime.runner;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Knows a secret again without holding it, so that whoever looks after a runner next can keep it out of the log too.
 * Immutable.
 *
 * @param length how long the secret is
 * @param sum a small checksum of it, which tells cheaply what it is not
 * @param salt what is digested before it
 * @param digest the digest of both
 */
record SecretMask(int length, int sum, String salt, String digest) {
    private static final int MODULUS = 65_521;
    private static final int BASE = 257;
    private static final int SALT = 16;
    private static final String SHOWN = "***";

    /** Makes the mask of a secret that is one word of printable ASCII. */
    static SecretMask of(String secret) {
        byte[] random = new byte[SALT];
        new SecureRandom().nextBytes(random);
        String salt = HexFormat.of().formatHex(random);
        int sum = 0;
        for (char c : secret.toCharArray()) {
            sum = (sum * BASE + c) % MODULUS;
        }
        return new SecretMask(secret.length(), sum, salt, Digests.of(salt + secret));
    }

    /** Returns a text without the secret. */
    String hide(String text) {
        StringBuilder shown = new StringBuilder();
        long power = power();
        int done = 0;
        int hash = 0;
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                hash = 0;
                word = 0;
                continue;
            }
            word++;
            long out = word > length ? text.charAt(i - length) * power : 0;
            hash = Math.floorMod((long) hash * BASE + c - out, MODULUS);
            int begin = i + 1 - length;
            if (word >= length && hash == sum && isSecret(text.substring(begin, i + 1))) {
                shown.append(text, done, begin).append(SHOWN);
                done = i + 1;
                hash = 0;
                word = 0;
            }
        }
        return done == 0 ? text : shown.append(text, done, text.length()).toString();
    }

    private boolean isSecret(String word) {
        return Digests.of(salt + word).equals(digest);
    }

    /** What the character that leaves the window has come to. */
    private long power() {
        long power = 1;
        for (int i = 0; i < length; i++) {
            power = power * BASE % MODULUS;
        }
        return power;
    }

    String text() {
        return length + " " + sum + " " + salt + " " + digest;
    }

    static Optional<SecretMask> read(String text) {
        String[] words = text.split(" ");
        return words.length == 4
                ? Optional.of(
                        new SecretMask(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2], words[3]))
                : Optional.empty();
    }
}
