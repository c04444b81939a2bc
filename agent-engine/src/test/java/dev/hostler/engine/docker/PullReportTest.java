package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.ImagePull.Phase;
import dev.hostler.engine.testing.ToldNotices;
import dev.hostler.testkit.ManualScheduler;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a job is told of a pull, on a clock that the test moves. */
class PullReportTest {
    private static final long MIB = 1 << 20;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ToldNotices told = new ToldNotices();
    private final PullReport report = new PullReport(new ImageName("a:1"), told, scheduler, PullPace.USUAL);

    private void progress(long done, OptionalLong total) {
        report.progress(new PullProgress.Snapshot(1, done, total));
    }

    @Test
    void aLineComesEveryTenSecondsAndHasAnEstimateOnceTheTotalIsKnown() {
        report.started();
        for (int second = 1; second <= 30; second++) {
            scheduler.advance(Duration.ofSeconds(1));
            progress(second * 2 * MIB, second < 15 ? OptionalLong.empty() : OptionalLong.of(60 * MIB));
        }

        assertThat(told.lines())
                .containsExactly(
                        "pulling image a:1",
                        "pulling image a:1: 20.0 MiB so far",
                        "pulling image a:1: 40.0 MiB of 60.0 MiB, about 10 s left",
                        "pulling image a:1: 60.0 MiB of 60.0 MiB, unpacking");
        assertThat(told.pulls()).hasSize(31);
    }

    @Test
    void whatDoesNotMoveIsNotToldAsAnEvent() {
        progress(5, OptionalLong.empty());
        progress(5, OptionalLong.empty());
        progress(5, OptionalLong.of(7));

        assertThat(told.pulls())
                .containsExactly(
                        new ImagePull("a:1", Phase.LOADING, 5, OptionalLong.empty()),
                        new ImagePull("a:1", Phase.LOADING, 5, OptionalLong.of(7)));
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void theEndTellsHowLongItTookAndHowMuchItWas() {
        scheduler.advance(Duration.ofMillis(12_900));

        report.done(new PullProgress.Snapshot(9, 3 * MIB, OptionalLong.of(3 * MIB)), 2048 * MIB);

        assertThat(told.lines()).containsExactly("pulled image a:1 in 12 s (3.0 MiB fetched, 2.0 GiB unpacked)");
        assertThat(told.pulls()).containsExactly(new ImagePull("a:1", Phase.DONE, 3 * MIB, OptionalLong.of(3 * MIB)));
    }
}
