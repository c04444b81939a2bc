package dev.hostler.engine.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowingPauseTest {
    private final GrowingPause pause = new GrowingPause(Duration.ofMillis(100), Duration.ofMillis(500));

    @Test
    void doublesUpToTheLongest() {
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(pause::after))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 500L, 500L);
    }

    @Test
    void staysTheLongestHoweverOftenItFails() {
        assertThat(pause.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMillis(500));
    }
}
