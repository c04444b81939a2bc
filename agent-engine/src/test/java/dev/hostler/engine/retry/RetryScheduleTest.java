package dev.hostler.engine.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.testkit.TestCancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private final LeapingScheduler scheduler = new LeapingScheduler();
    private final List<String> notices = new ArrayList<>();
    private final List<Duration> attempts = new ArrayList<>();

    @Test
    void triesFiveMoreTimesAfterGrowingWaits() {
        assertThatThrownBy(() -> RetrySchedule.USUAL.run(
                        () -> {
                            throw passing();
                        },
                        scheduler,
                        notices::add,
                        CancellationToken.NONE))
                .isInstanceOf(TransientFailure.class);

        assertThat(attempts).extracting(Duration::toSeconds).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
        assertThat(notices)
                .hasSize(5)
                .startsWith("Cannot reach server 's': it is busy; wait; trying again in 1 s (attempt 2 of 6)")
                .last()
                .asString()
                .endsWith("trying again in 16 s (attempt 6 of 6)");
    }

    @Test
    void endsWithTheFirstSuccess() throws Exception {
        String value = RetrySchedule.USUAL.run(
                () -> {
                    if (attempts.size() < 2) {
                        throw passing();
                    }
                    return "there";
                },
                scheduler,
                notices::add,
                CancellationToken.NONE);

        assertThat(value).isEqualTo("there");
        assertThat(notices).hasSize(2);
    }

    @Test
    void doesNotTryAgainWhatFailsForGood() {
        AgentException refused = failure().toException();
        assertThatThrownBy(() -> RetrySchedule.USUAL.run(
                        () -> {
                            throw refused;
                        },
                        scheduler,
                        notices::add,
                        CancellationToken.NONE))
                .isSameAs(refused);
        assertThat(notices).isEmpty();
    }

    @Test
    void aCancellationEndsTheWaiting() {
        TestCancellation cancellation = new TestCancellation();
        scheduler.afterSleeping(Duration.ofMillis(1500), cancellation::cancel);

        assertThatThrownBy(() -> RetrySchedule.USUAL.run(
                        () -> {
                            throw passing();
                        },
                        scheduler,
                        notices::add,
                        cancellation))
                .isInstanceOf(TransientFailure.class);

        assertThat(attempts).hasSize(2);
        assertThat(scheduler.sinceBoot()).isLessThan(Duration.ofSeconds(2));
    }

    private TransientFailure passing() {
        attempts.add(scheduler.sinceBoot());
        return new TransientFailure(failure(), new IOException("busy"));
    }

    private static Failure failure() {
        return Failure.cannot(ErrorCode.SOURCE_UNAVAILABLE, "reach server", "s", "it is busy", "wait");
    }
}
