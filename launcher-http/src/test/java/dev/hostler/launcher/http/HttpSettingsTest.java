package dev.hostler.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {
    @TempDir
    private Path directory;

    private HttpSettings read(Map<String, String> settings, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of("state_directory", directory.toString()));
        all.putAll(settings);
        return HttpSettings.of(all, Environment.of(variables, directory));
    }

    @Test
    void withAKeyItListensEverywhere() {
        HttpSettings settings = read(Map.of(), Map.of("AGENT_API_KEY", "k"));

        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.keys()).containsExactly("k");
        assertThat(settings.isShut()).isFalse();
    }

    @Test
    void withoutAKeyItListensHereAlone() {
        HttpSettings settings = read(Map.of(), Map.of());

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.isShut()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost", "::1"})
    void withoutAKeyAnAddressOfThisHostAloneIsFine(String host) {
        assertThat(read(Map.of(), Map.of("AGENT_HOST", host)).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "10.1.2.3", "::"})
    void withoutAKeyNoOtherAddressIsTaken(String host) {
        assertThatThrownBy(() -> read(Map.of(), Map.of("AGENT_HOST", host)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining(host)
                .hasMessageContaining("set AGENT_API_KEY");
    }

    @Test
    void theEnvironmentWinsOverTheConfiguration() {
        HttpSettings settings = read(
                Map.of("host", "10.0.0.1", "port", "1", "api_key", "old", "api_key_previous", "older"),
                Map.of("AGENT_HOST", "10.0.0.2", "AGENT_PORT", "2", "AGENT_API_KEY", "new"));

        assertThat(settings.host()).isEqualTo("10.0.0.2");
        assertThat(settings.port()).isEqualTo(2);
        assertThat(settings.keys()).containsExactly("new", "older");
        assertThat(settings.toString()).doesNotContain("new");
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "65536", "''' '''"})
    void namesAPortThatIsNone(String port) {
        assertThatThrownBy(() -> read(Map.of(), Map.of("AGENT_PORT", port)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("AGENT_PORT");
    }

    @Test
    void theSocketIsWhereTheSettingsSay() {
        assertThat(read(Map.of("socket", "/a/b.sock"), Map.of()).socket())
                .contains(new SocketPlace(Path.of("/a/b.sock"), true));
        assertThat(read(Map.of("socket", "/a/b.sock"), Map.of("HOSTLER_SOCKET", "/c/d"))
                        .socket())
                .contains(new SocketPlace(Path.of("/c/d"), true));
        assertThat(read(Map.of("socket", "none"), Map.of()).socket()).isEmpty();
    }

    @Test
    void certificatesAreNamedByEitherSide() {
        HttpSettings settings = read(Map.of("tls_certificate", "/c.pem"), Map.of("AGENT_TLS_KEY", "/k.pem"));

        assertThat(settings.tls().orElseThrow().certificate()).isEqualTo(Path.of("/c.pem"));
        assertThat(settings.address().tls().orElseThrow().key()).contains(Path.of("/k.pem"));
    }

    @Test
    void theUsualSocketIsTheUsers() {
        Optional<SocketPlace> usual =
                read(Map.of(), Map.of("XDG_RUNTIME_DIR", directory.toString())).socket();

        Path parent = AgentVariables.isRoot() ? Path.of("/run") : directory;
        assertThat(usual).contains(new SocketPlace(parent.resolve("hostler/agent.sock"), false));
    }

    @ParameterizedTest
    @CsvSource({"agent.sock", "/", "/agent.sock", "./none"})
    void namesASocketThatIsNone(String path) {
        assertThatThrownBy(() -> read(Map.of(), Map.of("HOSTLER_SOCKET", path)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("HOSTLER_SOCKET")
                .hasMessageContaining(path);
    }

    @Test
    void refusesASettingThatItDoesNotKnow() {
        assertThatThrownBy(() -> read(Map.of("hots", "a"), Map.of()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("hots")
                .hasMessageContaining(
                        "use api_key, api_key_previous, host, port, socket, state_directory, tls_certificate,");
    }
}
