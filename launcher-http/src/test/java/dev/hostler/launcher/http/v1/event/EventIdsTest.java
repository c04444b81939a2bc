package dev.hostler.launcher.http.v1.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
    private final EventIds ids = EventIds.ofThisRun();

    @Test
    void anIdOfThisRunIsItsNumber() {
        assertThat(ids.sequence("after", ids.of(17))).isEqualTo(17);
        assertThat(ids.sequence("after", "17")).isEqualTo(17);
        assertThat(ids.sequence("after", "0")).isZero();
    }

    @Test
    void anIdOfAnotherRunIsANumberThatNoEventHas() {
        EventIds other = EventIds.ofThisRun();

        assertThat(ids.sequence("after", other.of(17))).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", ".1", "a.b", "a.1.2", "1.", "99999999999999999999"})
    void whatIsNoIdIsRefusedByName(String id) {
        assertThatThrownBy(() -> ids.sequence("Last-Event-ID", id)).hasMessageContaining("'Last-Event-ID'");
    }
}
