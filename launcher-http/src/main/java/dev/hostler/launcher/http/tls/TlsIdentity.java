package dev.hostler.launcher.http.tls;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Who the door is and whom it knows, as its files say at one moment. Immutable.
 *
 * @param context what connections are made with
 * @param about the certificate, for people
 */
public record TlsIdentity(SSLContext context, String about) {
    private static final char[] NO_PASSWORD = {};
    private static final TrustManager[] NOBODY = {};

    /**
     * Reads the files.
     *
     * @throws AgentException with {@code INVALID_INPUT} if one is not there or is wrong; the message names it
     */
    public static TlsIdentity load(TlsFiles files) {
        OwnCertificate own = at(files.certificate(), () -> own(files));
        TrustManager[] clients = files.clientCa().isEmpty()
                ? NOBODY
                : at(files.clientCa().get(), () -> clients(files.clientCa().get(), files));
        return at(files.certificate(), () -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(own), clients, new SecureRandom());
            return new TlsIdentity(context, own.toString());
        });
    }

    /**
     * Returns a text that is another one when the content of a file is.
     *
     * @throws AgentException with {@code INVALID_INPUT} if one can't be read
     */
    public static String digest(TlsFiles files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files.all()) {
            all.writeBytes(at(file, () -> MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        }
        return HexFormat.of().formatHex(all.toByteArray());
    }

    private static OwnCertificate own(TlsFiles files) throws GeneralSecurityException, IOException {
        byte[] certificate = Files.readAllBytes(files.certificate());
        if (files.key().isPresent()) {
            Path file = files.key().get();
            List<X509Certificate> chain = Pem.certificates(certificate);
            return at(file, () -> OwnCertificate.of(Pem.key(Files.readAllBytes(file)), chain));
        }
        return Pem.isIn(certificate)
                ? OwnCertificate.of(Pem.key(certificate), Pem.certificates(certificate))
                : OwnCertificate.store(certificate, files.password().orElse(""));
    }

    private static KeyManager[] keys(OwnCertificate own) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("door", own.key(), NO_PASSWORD, own.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] clients(Path file, TlsFiles files) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        List<X509Certificate> known = Pem.certificates(Files.readAllBytes(file));
        for (X509Certificate one : known) {
            store.setCertificateEntry("ca-" + store.size(), one);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        X509ExtendedTrustManager vouched = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        return new TrustManager[] {new NamedClients(vouched, files.clientNames())};
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** What can go wrong with a file. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws GeneralSecurityException, IOException;
    }

    private static <T> T at(Path file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw refused(file, "there is no such file", e);
        } catch (GeneralSecurityException | IOException | ClassCastException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static AgentException refused(Path file, String cause, Exception reason) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "use TLS file",
                        file.toString(),
                        cause.replaceAll("\\p{Cntrl}", " "),
                        "give certificates in PEM with their key, or a PKCS #12 store with its password")
                .toException(reason);
    }

    @Override
    public String toString() {
        return about;
    }
}
