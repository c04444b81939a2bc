package dev.hostler.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.Instance.Health;
import org.junit.jupiter.api.Test;

class OpinionTest {
    @Test
    void startsWithoutOne() {
        assertThat(Opinion.NONE.health()).isEqualTo(Health.STARTING);
        assertThat(Opinion.NONE.failed("no", 2).health()).isEqualTo(Health.STARTING);
    }

    @Test
    void isBadAfterSoManyFailuresInARowAndGoodAfterOneAnswer() {
        Opinion well = Opinion.NONE.answered();
        Opinion shaky = well.failed("one", 3).failed("two", 3);

        assertThat(well.health()).isEqualTo(Health.HEALTHY);
        assertThat(shaky.health()).isEqualTo(Health.HEALTHY);
        assertThat(shaky.failed("three", 3)).isEqualTo(new Opinion(Health.UNHEALTHY, 3, "three"));
        assertThat(shaky.answered().failed("one", 3).health()).isEqualTo(Health.HEALTHY);
        assertThat(shaky.failed("three", 3).failed("four", 3).answered()).isEqualTo(well);
    }

    @Test
    void onlyTheLastReasonIsKept() {
        assertThat(Opinion.NONE.failed("one", 2).failed("two", 2).reason()).isEqualTo("two");
        assertThat(Opinion.NONE.failed("one", 2).answered().reason()).isEmpty();
    }
}
