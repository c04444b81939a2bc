package dev.hostler.launcher.grpc.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys in PEM: PKCS #8, and the older forms of RSA (PKCS #1) and of elliptic curves (SEC 1). */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String P384 = "1.3.132.0.34";
    private static final byte[] RSA = Der.sequence(Der.id("1.2.840.113549.1.1.1"), new byte[] {5, 0});
    private static final byte[] CURVE_P256 = Der.sequence(Der.id("1.2.840.10045.2.1"), Der.id("1.2.840.10045.3.1.7"));
    private static final byte[] CURVE_P384 = Der.sequence(Der.id("1.2.840.10045.2.1"), Der.id(P384));

    private PemKey() {}

    /** Reads the first key of a text; throws if there is none that can be read. */
    static PrivateKey read(String pem) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IOException("it holds no private key in PEM without a passphrase");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> key("RSA", wrapped(RSA, der));
            case "EC PRIVATE KEY" -> curveKey(der);
            default -> anyKey(der);
        };
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(0), algorithm, Der.octets(key));
    }

    /** The key names its curve; one that does not is taken for the usual one. */
    private static PrivateKey curveKey(byte[] der) throws GeneralSecurityException {
        boolean larger = text(der).contains(text(Der.id(P384)));
        return key("EC", wrapped(larger ? CURVE_P384 : CURVE_P256, der));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static PrivateKey anyKey(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("there is no key");
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return key(algorithm, der);
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }
}
