package dev.hostler.launcher.grpc.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the node and its clients prove who they are. Immutable.
 *
 * @param enabled whether they do at all
 * @param certificate the file with the node's certificate
 * @param key the file with its key
 * @param authority the file with the certificates of those who sign for clients and schedulers
 * @param clients what clients may do, by their certificates' names; empty: every client of the authority may do all
 */
public record TlsSettings(boolean enabled, Path certificate, Path key, Path authority, Map<String, Role> clients) {
    private static final String CLIENTS = "PERSYS_TLS_CLIENTS";

    /** Copies the map. */
    public TlsSettings {
        clients = Map.copyOf(clients);
    }

    static TlsSettings read(Reader reader) {
        return new TlsSettings(
                reader.truth("PERSYS_TLS_ENABLED", true),
                reader.path("PERSYS_TLS_CERT", "/etc/persys/certs/agent.crt"),
                reader.path("PERSYS_TLS_KEY", "/etc/persys/certs/agent.key"),
                reader.path("PERSYS_TLS_CA", "/etc/persys/certs/ca.crt"),
                clients(reader.pairs(CLIENTS)));
    }

    private static Map<String, Role> clients(Map<String, String> pairs) {
        Map<String, Role> roles = new LinkedHashMap<>();
        pairs.forEach((name, role) -> roles.put(name, role(name, role)));
        return roles;
    }

    private static Role role(String name, String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "read" -> Role.READ;
            case "write" -> Role.WRITE;
            default -> throw Reader.refused(CLIENTS, name + "=" + word, "there is no such role", "use read or write");
        };
    }
}
