package dev.hostler.launcher.http;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.launcher.http.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the settings of TLS, which hang together: a part without the others would be a door that is more open than it looks. */
final class TlsSettings {
    private static final String CERTIFICATE = "tls_certificate";
    private static final String CLIENT_CA = "tls_client_ca";
    private static final String CLIENT_NAMES = "tls_client_names";

    private TlsSettings() {}

    /**
     * Returns where the certificates are; empty if the door is to listen in the clear.
     *
     * @param settings finds a setting
     */
    static Optional<TlsFiles> read(Function<String, Optional<String>> settings) {
        Optional<Path> certificate = settings.apply(CERTIFICATE).map(Path::of);
        Optional<Path> clientCa = settings.apply(CLIENT_CA).map(Path::of);
        Set<String> names = settings.apply(CLIENT_NAMES).map(TlsSettings::words).orElse(Set.of());
        if (certificate.isEmpty()) {
            Stream.of("tls_key", CLIENT_CA, CLIENT_NAMES)
                    .filter(name -> settings.apply(name).isPresent())
                    .findFirst()
                    .ifPresent(name -> {
                        throw refused(name, "there is no " + CERTIFICATE, "set that too, or take this out");
                    });
            return Optional.empty();
        }
        if (clientCa.isEmpty() && settings.apply(CLIENT_NAMES).isPresent()) {
            throw refused(CLIENT_NAMES, "there is no " + CLIENT_CA + " to vouch for them", "set that too");
        }
        if (settings.apply(CLIENT_NAMES).isPresent() && names.isEmpty()) {
            throw refused(CLIENT_NAMES, "there is no name in it", "name clients, or take it out to let all in");
        }
        return Optional.of(new TlsFiles(
                certificate.get(),
                settings.apply("tls_key").map(Path::of),
                settings.apply("tls_password"),
                clientCa,
                names));
    }

    private static Set<String> words(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static AgentException refused(String setting, String cause, String remedy) {
        return Failure.cannot(ErrorCode.INVALID_INPUT, "accept setting", setting, cause, remedy)
                .toException();
    }
}
