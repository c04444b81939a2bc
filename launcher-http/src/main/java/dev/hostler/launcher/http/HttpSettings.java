package dev.hostler.launcher.http;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.http.server.Address;
import dev.hostler.launcher.http.tls.TlsFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the door is told. Immutable.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param keys the keys that are valid; none: nobody may bring jobs
 * @param tls where its certificates are; empty if it listens in the clear
 * @param socket where it listens on a Unix domain socket too; empty if nowhere
 * @param state where the door keeps its own state
 */
record HttpSettings(
        String host, int port, List<String> keys, Optional<TlsFiles> tls, Optional<SocketPlace> socket, Path state) {
    private static final String EVERYWHERE = "0.0.0.0";
    private static final String HERE = "127.0.0.1";
    private static final String USUAL_PORT = "8080";
    private static final int LAST_PORT = 65535;
    private static final Set<String> KNOWN = Set.of(
            "host",
            "port",
            "api_key",
            "api_key_previous",
            "socket",
            "state_directory",
            "tls_certificate",
            "tls_key",
            "tls_password",
            "tls_client_ca",
            "tls_client_names");

    HttpSettings {
        keys = List.copyOf(keys);
    }

    /** Reads the settings; a variable of the environment wins over one of the configuration. */
    static HttpSettings of(Map<String, String> settings, Environment environment) {
        refuseUnknown(settings);
        List<String> keys = new ArrayList<>();
        find("api_key", "AGENT_API_KEY", settings, environment).ifPresent(keys::add);
        find("api_key_previous", "AGENT_API_KEY_PREVIOUS", settings, environment)
                .ifPresent(keys::add);
        return new HttpSettings(
                host(find("host", "AGENT_HOST", settings, environment), keys.isEmpty()),
                port(find("port", "AGENT_PORT", settings, environment).orElse(USUAL_PORT)),
                keys,
                TlsSettings.read(name -> find(name, "AGENT_" + name.toUpperCase(Locale.ROOT), settings, environment)),
                SocketPlace.of(find("socket", "HOSTLER_SOCKET", settings, environment), environment),
                Path.of(Optional.ofNullable(settings.get("state_directory"))
                        .orElseThrow(() -> refused("state_directory", "", "it is not set", "name a directory"))));
    }

    /** Returns where the door listens. */
    Address address() {
        return new Address(host, port, tls);
    }

    /** Whether nobody but this host can reach the port, since it has no key. */
    boolean isShut() {
        return keys.isEmpty();
    }

    private static Optional<String> find(
            String setting, String variable, Map<String, String> settings, Environment environment) {
        return environment.variable(variable).or(() -> Optional.ofNullable(settings.get(setting)));
    }

    private static void refuseUnknown(Map<String, String> settings) {
        Set<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw refused(
                    String.join("', '", unknown),
                    "",
                    "there is no such setting of the door http",
                    "use " + String.join(", ", new TreeSet<>(KNOWN)));
        }
    }

    /** Without a key, a door that others can reach would only look as if it worked. */
    private static String host(Optional<String> named, boolean keyless) {
        if (named.isEmpty()) {
            return keyless ? HERE : EVERYWHERE;
        }
        if (keyless && !isLoopback(named.get())) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "listen on",
                            named.get(),
                            "others can reach this address, and there is no AGENT_API_KEY to tell them apart by",
                            "set AGENT_API_KEY, or AGENT_HOST to 127.0.0.1")
                    .toException();
        }
        return named.get();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw refused("AGENT_HOST", host, "it is unknown", "name an address of this host");
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw refused("AGENT_PORT", text, "it is no number", "give a port, such as 8080");
        }
        throw refused("AGENT_PORT", text, "there is no such port", "give a port, such as 8080");
    }

    private static AgentException refused(String setting, String value, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept setting " + setting, value, cause, remedy)
                .toException();
    }

    /** Leaves out the keys. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
