package dev.hostler.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.EventSink;
import dev.hostler.api.spi.MetricSink;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentConfigTest {
    private final AgentConfig.Builder builder = AgentConfig.builder(Path.of("data"));

    @Test
    void onlyTheDataDirectoryIsNeeded() {
        AgentConfig config = builder.build();

        assertThat(config.dataDirectory()).isAbsolute().endsWithRaw(Path.of("data"));
        assertThat(config.slots()).isPositive();
    }

    @Test
    void settingsChangedAfterwardsChangeNothing() {
        Map<String, String> settings = new HashMap<>(Map.of("image", "a"));
        AgentConfig config = builder.provider("docker", settings).build();

        settings.put("image", "b");

        assertThat(config.provider("docker")).isEqualTo(Map.of("image", "a"));
        assertThat(config.provider("other")).isEmpty();
    }

    @Test
    void namesTheFieldItRefuses() {
        assertThatThrownBy(() -> builder.slots(0).build())
                .isInstanceOf(AgentException.class)
                .hasMessage("Cannot accept setting slots '0': it is less than 1; choose a larger value");
        assertThatThrownBy(() -> AgentConfig.builder(Path.of("d"))
                        .jobTimeout(Duration.ZERO)
                        .build())
                .hasMessageContaining("setting jobTimeout 'PT0S'");
        assertThatThrownBy(() -> AgentConfig.builder(Path.of("d"))
                        .lookInterval(Duration.ZERO)
                        .build())
                .hasMessageContaining("setting lookInterval 'PT0S': it is less than PT0.001S");
    }

    @Test
    void keepsWhatIsGivenInItsOrderAndApart() {
        EventSink first = event -> {};
        EventSink second = event -> {};
        AgentConfig config = builder.eventSink(first).eventSink(second).build();

        builder.eventSink(first);

        assertThat(config.given(EventSink.class)).containsExactly(first, second);
        assertThat(config.given(MetricSink.class)).isEmpty();
    }

    @Test
    void saysWhatToAddWhenNoEngineIsThere() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            AgentConfig config = builder.classLoader(empty).build();

            assertThatThrownBy(() -> Agent.start(config))
                    .isInstanceOfSatisfying(
                            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                    .hasMessageContaining("dev.hostler:agent-engine");
        }
    }
}
