package dev.hostler.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.testkit.ManualScheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventLogTest {
    private static final long RUN = 3;
    private static final long FIRST = (RUN << 32) + 1;
    private static final WorkloadKey WORKLOAD = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("w"));

    private final EventLog log = new EventLog(new ManualScheduler(), 3, RUN);

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            log.publish((sequence, time) -> new AgentEvent.WorkloadGone(sequence, time, WORKLOAD));
        }
    }

    @Test
    void goesOnAfterTheLastEventThatWasSeen() {
        publish(3);
        try (EventStream events = log.open(FIRST)) {
            assertThat(events.poll()).map(AgentEvent::sequence).contains(FIRST + 1);
            assertThat(events.poll()).map(AgentEvent::sequence).contains(FIRST + 2);
            assertThat(events.poll()).isEmpty();
            assertThat(events.isOver()).isFalse();
        }
    }

    @Test
    void saysOnceThatEventsAreNoLongerKept() {
        publish(5);
        try (EventStream events = log.open(FIRST)) {
            assertMissedUpTo(FIRST + 1, events);
            assertThat(events.poll()).map(AgentEvent::sequence).contains(FIRST + 2);
        }
    }

    private static void assertMissedUpTo(long sequence, EventStream events) {
        assertThat(events.poll().orElseThrow())
                .isInstanceOfSatisfying(
                        AgentEvent.EventsMissed.class,
                        missed -> assertThat(missed.sequence()).isEqualTo(sequence));
    }

    @ParameterizedTest
    @ValueSource(longs = {((RUN - 1) << 32) + 77, ((RUN + 6) << 32) + 77, 5})
    void aNumberOfAnotherRunIsAnsweredWithAllThatIsKept(long after) {
        publish(2);
        try (EventStream events = log.open(after)) {
            assertMissedUpTo(FIRST - 1, events);
            assertThat(events.poll()).map(AgentEvent::sequence).contains(FIRST);
            assertThat(events.poll()).map(AgentEvent::sequence).contains(FIRST + 1);
            assertThat(events.poll()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {((RUN - 1) << 32) + 77, ((RUN + 6) << 32) + 77})
    void aNumberOfAnotherRunIsAnsweredAlsoToWhoWaitsBeforeTheFirstEvent(long after) throws Exception {
        try (EventStream events = log.open(after)) {
            assertThat(events.next().orElseThrow()).isInstanceOf(AgentEvent.EventsMissed.class);
        }
    }

    @Test
    void nothingIsMissedByWhoAsksForAllThatIsKept() {
        publish(1);
        try (EventStream events = log.open(0)) {
            assertThat(events.poll()).map(AgentEvent::sequence).contains(FIRST);
        }
    }

    @Test
    void aReaderThatDoesNotWaitIsTold() {
        AtomicInteger told = new AtomicInteger();
        EventStream events = log.open(0);
        events.onMore(told::incrementAndGet);
        publish(2);
        assertThat(told).hasValue(3);

        log.close();
        assertThat(told).hasValue(4);
        assertThat(events.poll()).isPresent();
        assertThat(events.poll()).isPresent();
        assertThat(events.isOver()).as("as long as it does not know").isFalse();
        assertThat(events.poll()).isEmpty();
        assertThat(events.isOver()).isTrue();

        events.close();
        publish(1);
        assertThat(told).as("once it is closed").hasValue(4);
    }

    @Test
    void closingAReaderEndsItsWait() throws Exception {
        EventStream events = log.open(0);
        CompletableFuture<Optional<AgentEvent>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return events.next();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        events.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(events.poll()).isEmpty();
        assertThat(events.isOver()).isTrue();
    }
}
