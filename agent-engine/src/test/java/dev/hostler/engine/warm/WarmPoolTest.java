package dev.hostler.engine.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.metric.Metrics;
import dev.hostler.testkit.ManualScheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmPoolTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final WarmKey ALPINE = key("alpine");
    private static final WarmKey DEBIAN = key("debian");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final FakeSource source = new FakeSource();
    private boolean scarce;
    private WarmPool<FakeSource.Fake> pool = pool(4);

    private static WarmKey key(String image) {
        return new WarmKey(Isolation.DOCKER, Optional.of(image), SandboxSpec.Limits.NONE, true);
    }

    private WarmPool<FakeSource.Fake> pool(int most) {
        WarmSettings settings = new WarmSettings(most, 64L << 20, Duration.ofMinutes(5));
        return new WarmPool<>(settings, scheduler, source, Metrics.NONE, () -> scarce);
    }

    @AfterEach
    void nothingStandsOnceItIsClosed() throws InterruptedException {
        pool.close();
        assertThat(source.standing()).isZero();
        assertThat(source.opened).allMatch(fake -> fake.destroyed <= 1);
    }

    private Optional<FakeSource.Fake> take(WarmKey key) throws InterruptedException {
        Optional<FakeSource.Fake> taken = pool.take(key);
        taken.ifPresent(FakeSource.Fake::destroy);
        return taken;
    }

    private void stock(WarmKey key, int jobs) throws InterruptedException {
        for (int i = 0; i < jobs; i++) {
            take(key);
        }
        scheduler.advance(SHORT);
    }

    @Test
    void oneJobOfAKindIsNoReasonToOpenAny() throws InterruptedException {
        stock(ALPINE, 1);
        scheduler.advance(Duration.ofMinutes(1));
        assertThat(source.opened).isEmpty();
    }

    @Test
    void fromTheSecondJobOnAsManyStandAsHaveComeOfLate() throws InterruptedException {
        stock(ALPINE, 2);
        assertThat(pool.count()).isEqualTo(2);
        stock(ALPINE, 1);
        assertThat(pool.count()).isEqualTo(3);
    }

    @Test
    void noneIsOpenedWhileAJobStarts() throws InterruptedException {
        take(ALPINE);
        take(ALPINE);
        scheduler.advance(Duration.ofMillis(49));
        assertThat(source.opened).isEmpty();
        scheduler.advance(Duration.ofMillis(2));
        assertThat(source.opened).isNotEmpty();
    }

    @Test
    void thereAreNeverMoreThanMayStand() throws InterruptedException {
        stock(ALPINE, 20);
        assertThat(pool.count()).isEqualTo(4);
        stock(DEBIAN, 20);
        assertThat(pool.count()).isEqualTo(4);
    }

    @Test
    void theMemoryBudgetIsABoundToo() throws InterruptedException {
        pool = new WarmPool<>(
                new WarmSettings(100, 9L << 20, Duration.ofMinutes(5)), scheduler, source, Metrics.NONE, () -> false);
        stock(ALPINE, 20);
        assertThat(pool.count()).isEqualTo(2);
    }

    @Test
    void whatNobodyAsksForMakesRoomForWhatIsAskedFor() throws InterruptedException {
        stock(ALPINE, 20);
        scheduler.advance(Duration.ofMinutes(1));
        stock(DEBIAN, 3);
        assertThat(take(DEBIAN)).isPresent();
        assertThat(pool.count()).isEqualTo(3);
    }

    @Test
    void aJobGetsOneOfItsOwnKindOnly() throws InterruptedException {
        stock(ALPINE, 2);
        assertThat(take(DEBIAN)).isEmpty();
        assertThat(take(ALPINE)).get().extracting(fake -> fake.key).isEqualTo(ALPINE);
    }

    @Test
    void noneStandsWhenNoJobHasComeForLong() throws InterruptedException {
        stock(ALPINE, 3);
        scheduler.advance(Duration.ofSeconds(299));
        assertThat(pool.count()).isEqualTo(3);
        scheduler.advance(Duration.ofSeconds(10));
        assertThat(pool.count()).isZero();
        assertThat(source.standing()).isZero();
    }

    @Test
    void oneThatDoesNotAnswerIsHandedToNobody() throws InterruptedException {
        stock(ALPINE, 2);
        source.opened.get(0).answers = false;
        assertThat(take(ALPINE)).contains(source.opened.get(1));
        scheduler.advance(SHORT);
        assertThat(source.opened.get(0).destroyed).isEqualTo(1);
    }

    @Test
    void oneOfAnOldImageIsReplaced() throws InterruptedException {
        stock(ALPINE, 2);
        FakeSource.Fake old = source.opened.get(0);
        old.sound = false;
        scheduler.advance(Duration.ofSeconds(6));
        assertThat(old.destroyed).isEqualTo(1);
        assertThat(pool.count()).isEqualTo(2);
    }

    @Test
    void whatCanNotBeEndedIsEndedLater() throws InterruptedException {
        stock(ALPINE, 2);
        FakeSource.Fake old = source.opened.get(0);
        old.sound = false;
        old.failures = 2;
        scheduler.advance(Duration.ofSeconds(6));
        assertThat(old.destroyed).isZero();
        scheduler.advance(Duration.ofSeconds(20));
        assertThat(old.destroyed).isEqualTo(1);
    }

    @Test
    void afterAFailureItRestsAndTriesAgain() throws InterruptedException {
        source.refuses = true;
        stock(ALPINE, 2);
        source.refuses = false;
        scheduler.advance(Duration.ofSeconds(20));
        assertThat(source.opened).isEmpty();
        scheduler.advance(Duration.ofSeconds(20));
        assertThat(source.opened).isNotEmpty();
    }

    @Test
    void aKindThatCanNotStandIsLeftAlone() throws InterruptedException {
        source.hasNone = true;
        stock(ALPINE, 5);
        scheduler.advance(Duration.ofMinutes(2));
        assertThat(pool.count()).isZero();
    }

    @Test
    void noneIsOpenedWhileMemoryIsScarce() throws InterruptedException {
        scarce = true;
        stock(ALPINE, 5);
        assertThat(source.opened).isEmpty();
        scarce = false;
        scheduler.advance(Duration.ofSeconds(6));
        assertThat(pool.count()).isEqualTo(4);
    }

    @Test
    void whereNoneMayStandNoneIsOpened() throws InterruptedException {
        pool = pool(0);
        stock(ALPINE, 5);
        assertThat(source.opened).isEmpty();
    }

    @Test
    void nothingIsTakenFromAClosedOne() throws InterruptedException {
        stock(ALPINE, 3);
        pool.close();
        assertThat(pool.take(ALPINE)).isEmpty();
        scheduler.advance(Duration.ofMinutes(1));
        assertThat(source.standing()).isZero();
    }

    /** A shelf with the defect that matters most. */
    private static final class Forgetful extends Shelf<FakeSource.Fake> {
        Forgetful() {
            super(100);
        }

        @Override
        synchronized Optional<Place<FakeSource.Fake>> take(WarmKey key) {
            Optional<Place<FakeSource.Fake>> taken = super.take(key);
            taken.ifPresent(place -> put(key, place.standing(), place.since()));
            return taken;
        }
    }

    @Test
    void nobodyGetsWhatAnotherOneHas() throws InterruptedException {
        assertThat(doubles(new Shelf<>(100))).isZero();
    }

    /** Else the test above could not fail. */
    @Test
    void aPlantedDoubleHandOverIsFound() throws InterruptedException {
        assertThat(doubles(new Forgetful())).isPositive();
    }

    /** Lets many threads take what stands, and counts what more than one of them got. */
    private int doubles(Shelf<FakeSource.Fake> shelf) throws InterruptedException {
        WarmSettings settings = new WarmSettings(100, 1L << 30, Duration.ofMinutes(5));
        pool = new WarmPool<>(settings, scheduler, source, Metrics.NONE, () -> false, shelf);
        pool.take(ALPINE);
        for (int i = 0; i < 60; i++) {
            pool.take(ALPINE);
        }
        scheduler.advance(SHORT);
        Set<FakeSource.Fake> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int[] doubles = new int[1];
        CountDownLatch over = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            scheduler.start("taker", () -> {
                for (int i = 0; i < 8; i++) {
                    note(shelf.take(ALPINE).map(Shelf.Place::standing), seen, doubles);
                }
                over.countDown();
            });
        }
        over.await();
        assertThat(seen).isNotEmpty();
        shelf.all().forEach(shelf::remove);
        seen.forEach(FakeSource.Fake::destroy);
        return doubles[0];
    }

    private static synchronized void note(Optional<FakeSource.Fake> taken, Set<FakeSource.Fake> seen, int[] doubles) {
        taken.filter(fake -> !seen.add(fake)).ifPresent(fake -> doubles[0]++);
    }

    @Test
    void theSettingsAreReadAndWrongOnesNamed() {
        WarmSettings read = WarmSettings.of(Map.of("most", "7", "memory", "20MiB", "idle-seconds", "30"));
        assertThat(read).isEqualTo(new WarmSettings(7, 20L << 20, Duration.ofSeconds(30)));
        assertThat(read.bound()).isEqualTo(5);
        assertThat(WarmSettings.of(Map.of()).most()).isZero();
        assertWrong("most", "-1");
        assertWrong("memory", "20");
        assertWrong("idle-seconds", "soon");
        assertWrong("least", "1");
    }

    private static void assertWrong(String name, String value) {
        assertThatThrownBy(() -> WarmSettings.of(Map.of(name, value)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("warm." + name)
                .hasMessageContaining(value);
    }
}
