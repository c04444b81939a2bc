package dev.hostler.engine.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.engine.time.SystemScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int AT_ONCE = 8;

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final Turns turns = new Turns();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();

    @AfterEach
    void close() {
        end.countDown();
        scheduler.close();
    }

    private void actForLong() {
        try {
            turns.take(() -> {
                begun.incrementAndGet();
                end.await();
                return over.incrementAndGet();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill(int acts) {
        for (int i = 0; i < acts; i++) {
            scheduler.start("act", this::actForLong);
        }
        await().until(() -> begun.get() == AT_ONCE);
    }

    @Test
    void noMoreThanEightActAtOneTimeAndAllGetTheirTurn() {
        fill(3 * AT_ONCE);
        assertThat(begun).hasValue(AT_ONCE);

        end.countDown();

        await().until(() -> over.get() == 3 * AT_ONCE);
    }

    @Test
    void whoFailsGivesTheTurnBack() throws InterruptedException {
        List<Integer> results = new ArrayList<>();
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            assertThatThrownBy(() -> turns.take(() -> {
                        throw new IllegalStateException("an act of a test fails");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            results.add(turns.take(() -> 1));
        }
        assertThat(results).hasSize(2 * AT_ONCE);
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        fill(AT_ONCE);
        AtomicBoolean interrupted = new AtomicBoolean();
        var waiting = scheduler.start("waiting", () -> {
            try {
                turns.take(() -> 1);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });

        waiting.cancel();

        await().until(interrupted::get);
        assertThat(begun).hasValue(AT_ONCE);
    }
}
