package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.engine.docker.RegistryLogin.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFileTest {
    private static final RegistryName HERE = RegistryName.of("r.example/a");
    private static final RegistryName HUB = RegistryName.of("busybox");

    @TempDir
    Path directory;

    private LoginFile file(String json) throws IOException {
        return LoginFile.read(Files.writeString(directory.resolve("config.json"), json.replace('\'', '"')));
    }

    private Optional<RegistryLogin> login(String entry) throws IOException {
        return file("{'auths': {'r.example': " + entry + "}}").login(HERE);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes());
    }

    @Test
    void aFileThatIsNotThereHasNoLogin() throws IOException {
        LoginFile none = LoginFile.read(directory.resolve("config.json"));

        assertThat(none.login(HERE)).isEmpty();
        assertThat(none.program(HERE)).isEmpty();
    }

    @Test
    void readsEveryFormOfALogin() throws IOException {
        assertThat(login("{'auth': '" + base64("user:pass:word\0") + "'}"))
                .contains(new RegistryLogin("r.example", Form.PASSWORD, "user", "pass:word"));
        assertThat(login("{'username': 'user', 'password': 'word'}"))
                .contains(new RegistryLogin("r.example", Form.PASSWORD, "user", "word"));
        assertThat(login("{'auth': '" + base64("0000:") + "', 'identitytoken': 'token'}"))
                .contains(new RegistryLogin("r.example", Form.IDENTITY_TOKEN, "", "token"));
        assertThat(login("{'registrytoken': 'token'}"))
                .contains(new RegistryLogin("r.example", Form.REGISTRY_TOKEN, "", "token"));
    }

    @Test
    void anEntryWithoutASecretIsNoLogin() throws IOException {
        assertThat(login("{}")).isEmpty();
        assertThat(login("{'auth': '%%%'}")).isEmpty();
        assertThat(login("{'auth': '" + base64("no colon") + "'}")).isEmpty();
        assertThat(login("7")).isEmpty();
    }

    @Test
    void theProperKeyOfARegistryWins() throws IOException {
        LoginFile file = file("{'auths': {'docker.io': {'auth': '" + base64("b:b")
                + "'}, 'https://index.docker.io/v1/': {'auth': '" + base64("a:a") + "'}}}");

        assertThat(file.login(HUB).orElseThrow().user()).isEqualTo("a");
        assertThat(file.login(HERE)).isEmpty();
    }

    @Test
    void aProgramForTheRegistryWinsOverTheOneForAll() throws IOException {
        LoginFile file = file("{'credsStore': 'all', 'credHelpers': {'r.example': 'one', 'docker.io': 'hub'}}");

        assertThat(file.program(HERE)).contains("one");
        assertThat(file.program(HUB)).contains("hub");
        assertThat(file.program(RegistryName.of("other.example/a"))).contains("all");
    }

    @Test
    void theHeaderHasWhatTheEngineAsksForAndTheTextHasNoSecret() throws IOException {
        RegistryLogin token = RegistryLogin.ofUser("r.example", "<token>", "so?se>cret~");

        JsonNode sent = new JsonMapper().readTree(Base64.getUrlDecoder().decode(token.header()));

        assertThat(sent)
                .isEqualTo(new JsonMapper()
                        .readTree("{\"serveraddress\":\"r.example\",\"identitytoken\":\"so?se>cret~\"}"));
        assertThat(token.toString()).isEqualTo("login at r.example");
        assertThat(LoginFinding.of(token).toString()).doesNotContain("cret");
    }
}
