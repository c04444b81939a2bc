package dev.hostler.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    private static final String REST =
            " S 11 22 33 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 2000 18446744073709551615 0 0\n";

    @Test
    void readsTheFieldsOfProc5() {
        assertThat(ProcessStat.parse("42 (sh)" + REST)).contains(new ProcessStat(42, 'S', 11, 33, 987654));
    }

    /** A process chooses its own name, 15 bytes long. */
    @Property
    void anyCommandNameLeavesTheFieldsAsTheyAre(
            @ForAll @StringLength(max = 15) @CharRange(from = '\n', to = '~') String name) {
        assertThat(ProcessStat.parse("42 (" + name + ")" + REST)).contains(new ProcessStat(42, 'S', 11, 33, 987654));
    }

    @Test
    void takesNothingFromACutLine() {
        assertThat(ProcessStat.parse("")).isEmpty();
        assertThat(ProcessStat.parse("42 (sh) S 1 2 3")).isEmpty();
        assertThat(ProcessStat.parse("42 sh S 1")).isEmpty();
    }

    @Test
    void aZombieDoesNotRun() {
        assertThat(new ProcessStat(1, 'Z', 0, 0, 0).runs()).isFalse();
        assertThat(new ProcessStat(1, 'D', 0, 0, 0).runs()).isTrue();
    }
}
