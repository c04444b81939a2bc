package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerSettingsTest {
    @Test
    void haveDefaults() {
        DockerSettings settings = DockerSettings.read(Map.of("host", ""));

        assertThat(settings)
                .isEqualTo(new DockerSettings(
                        new EngineAddress("unix:///var/run/docker.sock"),
                        "busybox:latest",
                        PullPolicy.MISSING,
                        4096,
                        false));
    }

    @Test
    void areReadFromTheirNames() {
        DockerSettings settings = DockerSettings.read(Map.of(
                "host", "unix:///x", "default-image", "a:b", "pull", "always", "processes", "7", "shared-files", "no"));

        assertThat(settings)
                .isEqualTo(new DockerSettings(new EngineAddress("unix:///x"), "a:b", PullPolicy.ALWAYS, 7, true));
    }

    @ParameterizedTest
    @CsvSource({
        "pull, sometimes",
        "pull, ''",
        "processes, 0",
        "processes, many",
        "processes, 99999999999999999999",
        "shared-files, yes"
    })
    void refuseWhatMakesNoSense(String name, String value) {
        assertThatThrownBy(() -> DockerSettings.read(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("docker." + name)
                .hasMessageContaining("'" + value + "'");
    }
}
