package dev.hostler.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.node.NodeInfo.Space;
import dev.hostler.testkit.ManualScheduler;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
    private static boolean isScarce(Optional<Space> memory) {
        return new MemoryWatch(() -> memory, new ManualScheduler()).look("job", "j");
    }

    @Test
    void lessThanATwentiethIsScarce() {
        assertThat(isScarce(Optional.of(new Space(1000, 51)))).isFalse();
        assertThat(isScarce(Optional.of(new Space(1000, 49)))).isTrue();
    }

    @Test
    void whatCantBeReadMeansNothing() {
        assertThat(isScarce(Optional.empty())).isFalse();
        assertThat(isScarce(Optional.of(new Space(0, 0)))).isFalse();
    }
}
