package dev.hostler.engine.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessSettingsTest {
    @Test
    void areReadFromTheirNames() {
        ProcessSettings settings =
                ProcessSettings.read(Map.of("data-directory", "/data", "user", "agent", "uid-base", "300000"), "agent");

        assertThat(settings.dataDirectory()).contains(Path.of("/data"));
        assertThat(settings.ownUser()).isFalse();
        assertThat(settings.firstUser()).isEqualTo(300_000);
    }

    @Property
    void everyAgentHasUsersOfItsOwnBelowTheLimitOfTheKernel(@ForAll String agentId) {
        ProcessSettings settings = ProcessSettings.read(Map.of(), agentId);

        assertThat(settings.ownUser()).isTrue();
        assertThat(settings.firstUser()).isBetween(1_200_000_000, Integer.MAX_VALUE - ProcessSettings.USERS);
        assertThat(settings.firstUser() % ProcessSettings.USERS).isEqualTo(1_200_000_000 % ProcessSettings.USERS);
    }

    @ParameterizedTest
    @CsvSource({"user, root", "uid-base, 0", "uid-base, -5", "uid-base, 2147483647", "uid-base, many"})
    void refuseWhatMakesNoSense(String name, String value) {
        assertThatThrownBy(() -> ProcessSettings.read(Map.of(name, value), "agent"))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("process." + name)
                .hasMessageContaining("'" + value + "'");
    }
}
