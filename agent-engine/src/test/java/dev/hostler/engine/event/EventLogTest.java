package dev.hostler.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.testkit.ManualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final WorkloadKey WEB = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("web"));
    private static final long FIRST = (3L << 32) + 1;

    private final EventLog log = new EventLog(new ManualScheduler(), 4, 3);

    private void publish(int times) {
        for (int i = 0; i < times; i++) {
            log.publish((sequence, time) -> new AgentEvent.WorkloadGone(sequence, time, WEB));
        }
    }

    /** Reads until nothing more comes, since the log is closed. */
    private List<String> read(long after) throws InterruptedException {
        EventStream events = log.open(after);
        log.close();
        List<String> read = new ArrayList<>();
        for (Optional<AgentEvent> next = events.next(); next.isPresent(); next = events.next()) {
            AgentEvent event = next.get();
            read.add((event instanceof AgentEvent.EventsMissed ? "missed " : "") + (event.sequence() - FIRST));
        }
        return read;
    }

    @Test
    void givesWhatIsAfterANumber() throws InterruptedException {
        publish(3);

        assertThat(read(FIRST)).containsExactly("1", "2");
    }

    @Test
    void givesAllForNothing() throws InterruptedException {
        publish(2);

        assertThat(read(0)).containsExactly("0", "1");
    }

    @Test
    void saysWhatIsNoLongerKept() throws InterruptedException {
        publish(6);

        assertThat(read(FIRST)).containsExactly("missed 1", "2", "3", "4", "5");
    }

    @Test
    void saysSoToAReaderOfAnEarlierRun() throws InterruptedException {
        publish(1);

        assertThat(read((2L << 32) + 77)).containsExactly("missed -1", "0");
    }

    @Test
    void saysSoToAReaderOfAnotherStoreEvenBeforeTheFirstEvent() throws InterruptedException {
        assertThat(read((9L << 32) + 77)).containsExactly("missed -1");
    }
}
