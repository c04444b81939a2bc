package dev.hostler.launcher.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private key with its certificate and those that vouch for it. Immutable.
 *
 * @param key the key
 * @param chain the certificates, its own first
 */
record OwnCertificate(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] SOMETHING = {1, 2, 3};

    OwnCertificate {
        chain = List.copyOf(chain);
    }

    /** Puts a key and its certificates together; throws if they do not fit. */
    static OwnCertificate of(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException {
        return new OwnCertificate(key, chain).checked();
    }

    /** Reads the one key of a store. */
    static OwnCertificate store(byte[] file, String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(file), password.toCharArray());
        List<String> keys = Collections.list(store.aliases()).stream()
                .filter(alias -> isKey(store, alias))
                .toList();
        if (keys.size() != 1) {
            throw new GeneralSecurityException("the store has " + keys.size() + " keys, and one is needed");
        }
        Certificate[] chain = store.getCertificateChain(keys.get(0));
        PrivateKey key = (PrivateKey) store.getKey(keys.get(0), password.toCharArray());
        return of(key, Stream.of(chain).map(X509Certificate.class::cast).toList());
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two files that are replaced one after the other do not fit for a moment. */
    private OwnCertificate checked() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                });
        signature.initSign(key);
        signature.update(SOMETHING);
        byte[] signed = signature.sign();
        if (!chain.get(0).getPublicKey().getAlgorithm().equals(key.getAlgorithm()) || !verifies(signature, signed)) {
            throw new GeneralSecurityException("the key is not that of the first certificate");
        }
        return this;
    }

    private boolean verifies(Signature signature, byte[] signed) throws GeneralSecurityException {
        signature.initVerify(chain.get(0).getPublicKey());
        signature.update(SOMETHING);
        return signature.verify(signed);
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        X509Certificate own = chain.get(0);
        return own.getSubjectX500Principal() + ", valid until "
                + own.getNotAfter().toInstant();
    }
}
