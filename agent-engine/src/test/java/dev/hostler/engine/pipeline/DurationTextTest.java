package dev.hostler.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    private static Duration read(String text) {
        YamlMap map = YamlDocument.read("f", "timeout: \"" + text + "\"");
        return map.get("timeout").map(DurationText::of).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "30m, PT30M", "2h, PT2H", "1h30m, PT90M", "1d, PT24H", "1d2h3m4s, PT26H3M4S", "007s, PT7S"
    })
    void readsDurations(String text, Duration expected) {
        assertThat(read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "30", "1.5h", "30m1h", "1h 30m", "m", "PT30M", "-1m", "9999999h", "1H", "1m1m", "٣m"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining("line 1, field timeout: expected a");
    }
}
