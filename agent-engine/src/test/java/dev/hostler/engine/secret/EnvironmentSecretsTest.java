package dev.hostler.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSecretsTest {
    private final EnvironmentSecrets secrets = new EnvironmentSecrets(
            Map.of("HOSTLER_SECRET_TOKEN", "prefixed", "TOKEN", "plain", "OTHER", "other", "HOME", "/root"));

    @Test
    void readsThePrefixedNameOnly() {
        assertThat(secrets.resolve("TOKEN")).contains("prefixed");
        assertThat(secrets.resolve("OTHER")).isEmpty();
        assertThat(secrets.resolve("HOSTLER_SECRET_TOKEN")).isEmpty();
    }

    @Test
    void readsAPlainNameThatIsAllowed() {
        secrets.configure(Map.of("allow", " OTHER , ,TOKEN"));

        assertThat(secrets.resolve("OTHER")).contains("other");
        assertThat(secrets.resolve("TOKEN")).contains("prefixed");
        assertThat(secrets.resolve("HOME")).isEmpty();
    }

    @Test
    void neverShowsAValue() {
        assertThat(secrets.toString()).doesNotContain("prefixed", "plain");
    }
}
