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

@Timeout(60)
class EventLogTest {
    private static final WorkloadKey WORKLOAD = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("w"));

    private final EventLog log = new EventLog(new ManualScheduler(), 3);

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            log.publish((sequence, time) -> new AgentEvent.WorkloadGone(sequence, time, WORKLOAD));
        }
    }

    @Test
    void goesOnAfterTheLastEventThatWasSeen() {
        publish(3);
        try (EventStream events = log.open(1)) {
            assertThat(events.poll()).map(AgentEvent::sequence).contains(2L);
            assertThat(events.poll()).map(AgentEvent::sequence).contains(3L);
            assertThat(events.poll()).isEmpty();
            assertThat(events.isOver()).isFalse();
        }
    }

    @Test
    void saysOnceThatEventsAreNoLongerKept() {
        publish(5);
        try (EventStream events = log.open(1)) {
            assertThat(events.poll().orElseThrow())
                    .isInstanceOfSatisfying(
                            AgentEvent.EventsMissed.class,
                            missed -> assertThat(missed.sequence()).isEqualTo(2));
            assertThat(events.poll()).map(AgentEvent::sequence).contains(3L);
        }
    }

    @Test
    void aNumberOfAnEarlierRunIsAnsweredAndNotWaitedFor() {
        publish(2);
        try (EventStream events = log.open(500)) {
            assertThat(events.poll().orElseThrow())
                    .isInstanceOfSatisfying(
                            AgentEvent.EventsMissed.class,
                            missed -> assertThat(missed.sequence()).isEqualTo(2));
            assertThat(events.poll()).isEmpty();
            publish(1);
            assertThat(events.poll()).map(AgentEvent::sequence).contains(3L);
        }
    }

    @Test
    void aNumberOfAnEarlierRunIsAnsweredAlsoToWhoWaits() throws Exception {
        try (EventStream events = log.open(500)) {
            assertThat(events.next().orElseThrow()).isInstanceOf(AgentEvent.EventsMissed.class);
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
