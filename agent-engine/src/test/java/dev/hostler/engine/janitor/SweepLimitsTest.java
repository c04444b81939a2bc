package dev.hostler.engine.janitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.SweepLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SweepLimitsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** What goes is told by three sentences: nothing younger than the grace, all that is too old, and the oldest rest. */
    @Property(tries = 500)
    void whatStaysIsYoungAndFitsAndWhatGoesIsOlder(
            @ForAll @Size(max = 12) List<@IntRange(max = 200) Integer> hoursUnused,
            @ForAll @IntRange(max = 100) int keepHours,
            @ForAll @IntRange(max = 600) int mostBytes) {
        List<Leftover> all = new ArrayList<>();
        for (int i = 0; i < hoursUnused.size(); i++) {
            Instant lastUsed = NOW.minus(Duration.ofHours(hoursUnused.get(i)));
            all.add(new Leftover("cache", "c" + i, 50 + i, lastUsed, ""));
        }
        SweepLimits limits = new SweepLimits(Duration.ofHours(keepHours), mostBytes);

        List<Leftover> gone = limits.choose(all, NOW);

        List<Leftover> stay = all.stream()
                .filter(one -> gone.stream().noneMatch(other -> other.name().equals(one.name())))
                .toList();
        List<Leftover> mayGo = stay.stream()
                .filter(one ->
                        one.lastUsed().isBefore(NOW.minus(SweepLimits.GRACE).plusNanos(1)))
                .toList();
        assertThat(gone).noneMatch(one -> one.lastUsed().isAfter(NOW.minus(SweepLimits.GRACE)));
        assertThat(mayGo).noneMatch(one -> one.lastUsed().isBefore(NOW.minus(limits.keep())));
        if (!mayGo.isEmpty()) {
            assertThat(stay.stream().mapToLong(Leftover::bytes).sum()).isLessThanOrEqualTo(mostBytes);
        }
        Instant youngestGone = gone.stream()
                .map(Leftover::lastUsed)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        assertThat(mayGo).noneMatch(one -> one.lastUsed().isBefore(youngestGone));
    }

    @Property(tries = 1)
    void theReasonIsForPeople() {
        Leftover old = new Leftover("image", "a:b", 7, NOW.minus(Duration.ofDays(31)), "");
        Leftover big = new Leftover("image", "c:d", 100, NOW.minus(Duration.ofDays(1)), "");

        assertThat(new SweepLimits(Duration.ofDays(30), 50).choose(List.of(big, old), NOW))
                .extracting(Leftover::name, Leftover::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a:b", "unused for 31 days"),
                        org.assertj.core.groups.Tuple.tuple("c:d", "all together take 100 bytes, and may take 50"));
    }
}
