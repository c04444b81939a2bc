package dev.hostler.launcher.http.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the certificates of clients that somebody known vouches for, if they have one of certain names: as the common name of
 * their subject, or as a DNS name, mail address or URI beside it. Thread-safe.
 */
final class NamedClients extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(NamedClients.class);
    private static final Set<Integer> KINDS = Set.of(1, 2, 6); // RFC 5280, 4.2.1.6: mail, DNS, URI

    private final X509ExtendedTrustManager vouched;
    private final Set<String> names;

    /** @param names the names; with none, every name will do */
    NamedClients(X509ExtendedTrustManager vouched, Set<String> names) {
        this.vouched = vouched;
        this.names = Set.copyOf(names);
    }

    private void requireName(X509Certificate client) throws CertificateException {
        Set<String> own = namesOf(client);
        if (!names.isEmpty() && own.stream().noneMatch(names::contains)) {
            LOG.info("Refused a client whose certificate has none of the names that are allowed, but {}", own);
            throw new CertificateException("the names " + own + " are not allowed");
        }
    }

    static Set<String> namesOf(X509Certificate certificate) throws CertificateException {
        Set<String> names = new TreeSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString());
                }
            }
        } catch (InvalidNameException e) {
            throw new CertificateException("the subject is no name", e);
        }
        Collection<List<?>> more =
                Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        more.stream()
                .filter(name -> KINDS.contains(name.get(0)))
                .forEach(name -> names.add(name.get(1).toString()));
        return names;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        vouched.checkClientTrusted(chain, kind, engine);
        requireName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        vouched.checkClientTrusted(chain, kind, socket);
        requireName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        vouched.checkClientTrusted(chain, kind);
        requireName(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw new CertificateException("servers are not judged here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw new CertificateException("servers are not judged here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("servers are not judged here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return vouched.getAcceptedIssuers();
    }
}
