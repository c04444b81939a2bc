package dev.hostler.engine.executor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.docker.EngineSettings;
import dev.hostler.engine.docker.ImageName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerSettingsTest {
    @Test
    void haveDefaults() {
        DockerSettings settings = DockerSettings.read(Map.of("host", ""));

        assertThat(settings)
                .isEqualTo(new DockerSettings(
                        EngineSettings.read("docker", Map.of("host", "")),
                        "busybox:latest",
                        processes(4096),
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void areReadFromTheirNames() {
        DockerSettings settings = DockerSettings.read(Map.of(
                "host", "unix:///x",
                "default-image", "a:b",
                "processes", "7",
                "shared-files", "no",
                "ask-ahead", "c:d",
                "data-directory", "/data"));

        assertThat(settings)
                .isEqualTo(new DockerSettings(
                        EngineSettings.read("docker", Map.of("host", "unix:///x")),
                        "a:b",
                        processes(7),
                        true,
                        Optional.of(new ImageName("c:d")),
                        Optional.of(Path.of("/data/executors/docker/images"))));
    }

    @Test
    void limitTheSandboxesThatHaveNoLimitOfTheirOwn() {
        SandboxSpec.Limits limits = DockerSettings.read(
                        Map.of("host", "", "cpus", "1.5", "memory", "512MiB", "processes", "9"))
                .limits();

        assertThat(limits)
                .isEqualTo(
                        new SandboxSpec.Limits(OptionalDouble.of(1.5), OptionalLong.of(512L << 20), OptionalInt.of(9)));
    }

    private static SandboxSpec.Limits processes(int number) {
        return new SandboxSpec.Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(number));
    }

    @ParameterizedTest
    @CsvSource({
        "pull, sometimes",
        "processes, 0",
        "processes, many",
        "cpus, 0",
        "cpus, -1",
        "memory, 512",
        "memory, 1MiB",
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
