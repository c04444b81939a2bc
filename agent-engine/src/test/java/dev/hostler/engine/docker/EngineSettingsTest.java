package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.SweepLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {
    @Test
    void haveDefaults() {
        assertThat(EngineSettings.read("docker", Map.of("host", "")))
                .isEqualTo(new EngineSettings(
                        new EngineAddress("unix:///var/run/docker.sock"),
                        new PullSettings(PullPolicy.MISSING, new PullRetries(6), PullPace.USUAL),
                        List.of(),
                        Path.of(System.getProperty("user.home"), ".docker"),
                        new SweepLimits(Duration.ofDays(30), Long.MAX_VALUE)));
    }

    @Test
    void areReadFromTheirNames() {
        EngineSettings settings = EngineSettings.read(
                "docker",
                Map.of(
                        "host", "unix:///x",
                        "pull", "always",
                        "pull-attempts", "2",
                        "pre-pull", " a:b, c ,,",
                        "config", "/logins",
                        "image-keep-days", "7",
                        "image-keep-size", "20GiB"));

        assertThat(settings)
                .isEqualTo(new EngineSettings(
                        new EngineAddress("unix:///x"),
                        new PullSettings(PullPolicy.ALWAYS, new PullRetries(2), PullPace.USUAL),
                        List.of(new ImageName("a:b"), new ImageName("c")),
                        Path.of("/logins"),
                        new SweepLimits(Duration.ofDays(7), 20L << 30)));
    }

    @ParameterizedTest
    @CsvSource({
        "pull, sometimes",
        "pull, ''",
        "pull-attempts, 0",
        "pull-attempts, -1",
        "pull-attempts, often",
        "image-keep-days, soon",
        "image-keep-size, much"
    })
    void refuseWhatMakesNoSense(String name, String value) {
        assertThatThrownBy(() -> EngineSettings.read("some", Map.of(name, value)))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("some." + name)
                .hasMessageContaining("'" + value + "'");
    }
}
