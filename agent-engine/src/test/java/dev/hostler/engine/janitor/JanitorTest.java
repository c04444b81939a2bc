package dev.hostler.engine.janitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.Sweepable;
import dev.hostler.testkit.ManualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JanitorTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final Place place = new Place();
    private final List<Janitor> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Janitor::close);
    }

    private Janitor janitor(List<?> parts, Map<String, String> settings) {
        Janitor janitor = Janitor.start(parts, scheduler, settings);
        started.add(janitor);
        return janitor;
    }

    @Test
    void comesBackUntilItIsClosed() {
        Janitor janitor = janitor(List.of("no place at all", place), Map.of("every-minutes", "10"));
        place.things.add(thing("a"));
        scheduler.advance(Duration.ofMinutes(9));
        assertThat(place.things).hasSize(1);
        scheduler.advance(Duration.ofMinutes(1));
        await().until(place.things::isEmpty);
        place.things.add(thing("b"));
        scheduler.advance(Duration.ofMinutes(10));
        await().until(place.things::isEmpty);

        janitor.close();
        place.things.add(thing("c"));
        scheduler.advance(Duration.ofHours(1));
        assertThat(place.things).hasSize(1);
    }

    @Test
    void showsWhatItWouldRemoveAndRemovesWhatItCan() throws InterruptedException {
        Janitor janitor = janitor(List.of(new Broken(), place), Map.of("every-minutes", "0"));
        place.things.addAll(List.of(thing("a"), thing("stuck"), thing("in use")));

        assertThat(janitor.leftovers()).hasSize(3);
        assertThat(place.things).hasSize(3);
        assertThat(janitor.sweep()).containsExactly(thing("a"));
        assertThat(place.things).containsExactly(thing("stuck"), thing("in use"));
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThatThrownBy(() -> janitor(List.of(), Map.of("every-minutes", "often")))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("janitor.every-minutes")
                .hasMessageContaining("'often'");
    }

    private static Leftover thing(String name) {
        return new Leftover("cache", name, 1, Instant.EPOCH, "old");
    }

    /** Has things, of which one can't be removed and one is in use. */
    private static final class Place implements Sweepable {
        private final List<Leftover> things = new CopyOnWriteArrayList<>();

        @Override
        public List<Leftover> leftovers() {
            return List.copyOf(things);
        }

        @Override
        public boolean remove(Leftover leftover) throws IOException {
            if (leftover.name().equals("stuck")) {
                throw new IOException("permission denied");
            }
            return !leftover.name().equals("in use") && things.remove(leftover);
        }
    }

    /** Can't be looked at. */
    private static final class Broken implements Sweepable {
        @Override
        public List<Leftover> leftovers() throws IOException {
            throw new IOException("broken");
        }

        @Override
        public boolean remove(Leftover leftover) {
            throw new AssertionError("nothing was listed");
        }
    }
}
