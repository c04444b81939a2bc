package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.GitSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String VALUE = "s3cr3t-canary";

    @TempDir
    private Path home;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(home).set("TOKEN", VALUE).set("KEY", VALUE);
    }

    @Test
    void theJobIsGrantedTheNamesAndTheAgentMayReadNoOtherVariable() {
        assertThat(terminal.run("run", "hello.yaml", "--secret", "TOKEN", "--secret=KEY"))
                .isZero();
        assertThat(terminal.agent().submitted().secrets()).containsExactlyInAnyOrder("TOKEN", "KEY");
        assertThat(terminal.agent().config().provider("environment")).isEqualTo(Map.of("allow", "KEY,TOKEN"));
    }

    @Test
    void withoutTheOptionNothingIsGranted() {
        assertThat(terminal.run("run", "hello.yaml")).isZero();
        assertThat(terminal.agent().submitted().secrets()).isEmpty();
        assertThat(terminal.agent().config().provider("environment")).isEqualTo(Map.of("allow", ""));
    }

    @Test
    void aValueOnTheCommandLineIsRefusedAndNotRepeated() {
        assertThat(terminal.run("run", "hello.yaml", "--secret", "TOKEN=" + VALUE))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("'TOKEN'").contains("command line").doesNotContain(VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t canary", "a,b", "s3cr3t-canary", "1TOKEN", ""})
    void whatIsNoNameIsNotRepeated(String given) {
        assertThat(terminal.run("run", "hello.yaml", "--secret", given)).isEqualTo(2);
        assertThat(terminal.err()).contains("--secret '...'").doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run hello.yaml --secret TOKEN s3cr3t-canary", "run hello.yaml --token=s3cr3t-canary"})
    void argumentsThatNobodyAskedForAreNotRepeated(String line) {
        assertThat(terminal.run(line.split(" "))).isEqualTo(2);
        assertThat(terminal.err()).hasLineCount(1).doesNotContain(VALUE);
    }

    @Test
    void aMissingOrEmptyVariableIsRefused() {
        terminal.set("EMPTY", "");

        assertThat(terminal.run("run", "hello.yaml", "--secret", "NOT_THERE")).isEqualTo(2);
        assertThat(terminal.run("run", "hello.yaml", "--secret", "EMPTY")).isEqualTo(2);
        assertThat(terminal.err()).contains("'NOT_THERE'").contains("'EMPTY'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a.git", "HTTP://example.org/a.git"})
    void theGitTokenGoesToHttpRepositories(String url) {
        terminal.set("HOSTLER_GIT_TOKEN", VALUE);

        assertThat(terminal.run("run", "--repo", url)).isZero();
        assertThat(terminal.agent().submitted().source())
                .contains(
                        GitSource.builder(url).tokenSecret("HOSTLER_GIT_TOKEN").build());
        assertThat(terminal.agent().submitted().secrets())
                .as("what steps may ask for")
                .isEmpty();
        assertThat(terminal.agent().config().provider("environment")).isEqualTo(Map.of("allow", "HOSTLER_GIT_TOKEN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh://git@example.org/a.git", "/srv/a.git", "file:///srv/a.git"})
    void theGitTokenGoesNowhereElse(String url) {
        terminal.set("HOSTLER_GIT_TOKEN", VALUE);

        assertThat(terminal.run("run", "--repo", url)).isZero();
        assertThat(terminal.agent().submitted().secrets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://kim:s3cr3t-canary@example.org/a", "https://:x@s3cr3t-canary@example.org/a"})
    void aPasswordInAUrlIsRefusedAndNotRepeated(String url) {
        assertThat(terminal.run("run", "--repo", url)).isEqualTo(2);
        assertThat(terminal.err())
                .contains("HOSTLER_GIT_TOKEN")
                .contains("https://***@example.org/a")
                .doesNotContain(VALUE);
    }

    @Test
    void theInvocationDoesNotTellItsEnvironment() {
        assertThat(terminal.invocation().toString()).doesNotContain(VALUE);
    }
}
