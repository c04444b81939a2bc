package dev.hostler.launcher.grpc.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Signs certificates (X.509 version 3, P-256, ECDSA with SHA-256) that are good for a year. Confined to one thread. */
final class Issuer {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final int SERIAL_BITS = 127;
    private static final byte[] SIGNATURE = Der.sequence(Der.id("1.2.840.10045.4.3.2"));
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final int KEY_ID = 0x80;
    private static final int MARK_BYTES = 20;
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final byte[] SERVER_AND_CLIENT =
            Der.sequence(Der.id("1.3.6.1.5.5.7.3.1"), Der.id("1.3.6.1.5.5.7.3.2"));
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int EXTENSIONS = 0xa3;
    private static final int VERSION = 0xa0;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final String name;
    private final KeyPair keys;
    private final byte[] certificate;

    /**
     * A certificate and its key. Immutable by convention.
     *
     * @param certificate the certificate, in DER
     * @param key the key, as PKCS #8 in DER
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or prints them
    record Issued(byte[] certificate, byte[] key) {}

    private Issuer(String name, KeyPair keys) throws GeneralSecurityException {
        this.name = name;
        this.keys = keys;
        this.certificate = sign(
                name,
                keys,
                List.of(
                        critical(BASIC_CONSTRAINTS, Der.sequence(Der.truth())),
                        // Of seven bits from the left, keyCertSign and cRLSign are the last two.
                        critical(KEY_USAGE, Der.bits(1, (byte) 0x06))));
    }

    /** Makes an authority. */
    static Issuer create(String name) throws GeneralSecurityException {
        return new Issuer(name, newKeys());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Returns the authority's own certificate, in DER. */
    byte[] certificate() {
        return certificate.clone();
    }

    /** Makes a certificate for a server and client of this name, that is reached by these names and addresses. */
    Issued issue(String subject, Collection<String> reachedBy) throws GeneralSecurityException {
        KeyPair own = newKeys();
        List<byte[]> extensions = new ArrayList<>(List.of(
                critical(KEY_USAGE, Der.bits(7, (byte) 0x80)), extension(EXTENDED_KEY_USAGE, SERVER_AND_CLIENT)));
        if (!reachedBy.isEmpty()) {
            extensions.add(extension(
                    ALTERNATIVE_NAMES,
                    Der.sequence(reachedBy.stream().map(Issuer::alternative).toArray(byte[][]::new))));
        }
        return new Issued(sign(subject, own, extensions), own.getPrivate().getEncoded());
    }

    private static byte[] alternative(String name) {
        if (!ADDRESS.matcher(name).matches()) {
            return Der.tagged(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.tagged(IP_ADDRESS, InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + name, e);
        }
    }

    private byte[] sign(String subject, KeyPair own, List<byte[]> extensions) throws GeneralSecurityException {
        Instant now = Instant.now();
        List<byte[]> all = new ArrayList<>(extensions);
        all.add(extension(SUBJECT_KEY, Der.octets(mark(own))));
        all.add(extension(AUTHORITY_KEY, Der.sequence(Der.tagged(KEY_ID, mark(keys)))));
        byte[] body = Der.sequence(
                Der.tagged(VERSION, Der.integer(2)),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)),
                SIGNATURE,
                commonName(name),
                Der.sequence(Der.time(now.minus(CLOCKS_DIFFER)), Der.time(now.plus(LIFE))),
                commonName(subject),
                own.getPublic().getEncoded(),
                Der.tagged(EXTENSIONS, Der.sequence(all.toArray(byte[][]::new))));
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(keys.getPrivate());
        signing.update(body);
        return Der.sequence(body, SIGNATURE, Der.bits(0, signing.sign()));
    }

    private static byte[] commonName(String value) {
        return Der.sequence(Der.set(Der.sequence(Der.id("2.5.4.3"), Der.text(value))));
    }

    /** Tells keys apart; nothing depends on how it is made. */
    private static byte[] mark(KeyPair pair) throws GeneralSecurityException {
        return Arrays.copyOf(
                MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded()), MARK_BYTES);
    }

    private static byte[] critical(String id, byte[] content) {
        return Der.sequence(Der.id(id), Der.truth(), Der.octets(content));
    }

    private static byte[] extension(String id, byte[] content) {
        return Der.sequence(Der.id(id), Der.octets(content));
    }
}
