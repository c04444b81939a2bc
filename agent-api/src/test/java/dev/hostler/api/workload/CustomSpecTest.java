package dev.hostler.api.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CustomSpecTest {
    @Test
    void withoutAWordOfItsKindItIsStartedAgainAndHasTenSecondsToStop() {
        CustomSpec ship = new CustomSpec("ship", "{}");

        assertThat(ship.restart()).isEqualTo(RestartPolicy.always());
        assertThat(ship.stopGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(ship.health()).isEmpty();
    }

    @Test
    void aTimeBelowZeroIsRefused() {
        assertThatThrownBy(() ->
                        new CustomSpec("ship", "{}", RestartPolicy.no(), Duration.ofSeconds(-1), Optional.empty()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("stopGrace");
    }
}
