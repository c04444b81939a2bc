package dev.hostler.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.launcher.http.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTlsSettingsTest {
    private static Optional<TlsFiles> read(Map<String, String> settings) {
        return TlsSettings.read(name -> Optional.ofNullable(settings.get(name)));
    }

    @Test
    void allOfThemAreRead() {
        assertThat(read(Map.of(
                        "tls_certificate", "/c.pem",
                        "tls_key", "/k.pem",
                        "tls_client_ca", "/ca.pem",
                        "tls_client_names", "alice, bob")))
                .contains(new TlsFiles(
                        Path.of("/c.pem"),
                        Optional.of(Path.of("/k.pem")),
                        Optional.empty(),
                        Optional.of(Path.of("/ca.pem")),
                        Set.of("alice", "bob")));
    }

    @Test
    void withoutThemItListensInTheClear() {
        assertThat(read(Map.of())).isEmpty();
    }

    @Test
    void thePasswordIsNotShown() {
        Optional<TlsFiles> files = read(Map.of("tls_certificate", "/c.p12", "tls_password", "precious"));

        assertThat(files.orElseThrow().password()).contains("precious");
        assertThat(files.toString()).doesNotContain("precious");
    }

    @ParameterizedTest
    @CsvSource({"tls_key", "tls_client_ca", "tls_client_names"})
    void aPartThatWouldProtectNothingIsRefused(String name) {
        assertThatThrownBy(() -> read(Map.of(name, "x")))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("'" + name + "': there is no tls_certificate");
    }

    @Test
    void namesThatWouldKeepNobodyOutAreRefused() {
        assertThatThrownBy(() -> read(Map.of("tls_certificate", "c", "tls_client_names", "alice")))
                .hasMessageContaining("there is no tls_client_ca");
        assertThatThrownBy(() -> read(Map.of("tls_certificate", "c", "tls_client_ca", "ca", "tls_client_names", " , ")))
                .hasMessageContaining("there is no name in it");
    }
}
