package dev.hostler.launcher.grpc.tls;

import dev.hostler.launcher.grpc.settings.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * What is in the three files. Immutable.
 *
 * @param chain the node's certificate, and those that lead to its authority
 * @param key the key of the certificate
 * @param authorities who signs for those that the node believes
 */
record Identity(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    private static final byte[] PROBE = {1, 2, 3};

    /** Reads the files, and sees whether certificate and key are a pair. */
    static Identity read(TlsSettings files) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = certificates(files.certificate());
        PrivateKey key = key(files.key());
        requirePair(files, chain.get(0).getPublicKey(), key);
        chain.get(0).checkValidity();
        return new Identity(chain, key, certificates(files.authority()));
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (found.isEmpty()) {
                throw new IOException(file + ": it holds no certificate");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException(file + ": it holds no certificate in PEM (" + e.getMessage() + ")", e);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        try {
            return PemKey.read(pem);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            // The cause may show a part of the key.
            throw new GeneralSecurityException(file + ": its key can't be read");
        }
    }

    private static void requirePair(TlsSettings files, PublicKey open, PrivateKey secret)
            throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        boolean fits;
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            signing.initVerify(open);
            signing.update(PROBE);
            fits = signing.verify(signature);
        } catch (GeneralSecurityException differentKinds) {
            fits = false;
        }
        if (!fits) {
            throw new GeneralSecurityException(
                    files.certificate() + " and " + files.key() + " are not certificate and key of one pair");
        }
    }
}
