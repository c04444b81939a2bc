package dev.hostler.launcher.grpc.server;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. Immutable.
 *
 * @param names the names of the client's certificate, its common name first; empty: it has none
 * @param address where it calls from
 */
public record Client(Set<String> names, String address) {
    /** Who calls, in the context of a call. */
    private static final Context.Key<Client> KEY = Context.key("hostler-client");

    private static final Client NOBODY = new Client(Set.of(), "unknown");
    private static final int DNS_NAME = 2;

    static Context.Key<Client> key() {
        return KEY;
    }

    /** Returns who makes the call that this thread serves. */
    public static Client current() {
        return Optional.ofNullable(KEY.get()).orElse(NOBODY);
    }

    static Client of(ServerCall<?, ?> call) {
        String address = String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return new Client(session == null ? Set.of() : names(session), address);
    }

    private static Set<String> names(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? names(leaf) : Set.of();
        } catch (SSLPeerUnverifiedException nobody) {
            return Set.of();
        }
    }

    static Set<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
            names.addAll(dnsNames(certificate.getSubjectAlternativeNames()));
        } catch (InvalidNameException | CertificateParsingException malformed) {
            return names; // a name that can't be read is none
        }
        return names;
    }

    private static List<String> dnsNames(@Nullable Collection<List<?>> alternatives) {
        return alternatives == null
                ? List.of()
                : alternatives.stream()
                        .filter(name ->
                                name.size() > 1 && Integer.valueOf(DNS_NAME).equals(name.get(0)))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
    }

    /** Returns the name for people. */
    public String shown() {
        return names.stream().findFirst().orElse("-") + "@" + address;
    }
}
