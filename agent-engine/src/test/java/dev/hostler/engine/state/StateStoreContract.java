package dev.hostler.engine.state;

import static dev.hostler.engine.state.Samples.NOON;
import static dev.hostler.engine.state.Samples.handOver;
import static dev.hostler.engine.state.Samples.key;
import static dev.hostler.engine.state.Samples.result;
import static dev.hostler.engine.state.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobState;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store must do. Each call of {@link #open} opens the same stored state. */
abstract class StateStoreContract {
    private final List<StateStore> opened = new ArrayList<>();

    abstract StateStore open();

    final StateStore store() {
        StateStore store = open();
        opened.add(store);
        return store;
    }

    @AfterEach
    void closeStores() {
        opened.forEach(StateStore::close);
    }

    @Test
    void storesAQueuedJob() {
        StateStore store = store();
        JobRecord record = store.queue(key("a"), spec("a", "make"), NOON);

        assertThat(record.state()).isEqualTo(JobState.QUEUED);
        assertThat(record.spec()).isEqualTo(spec("a", "make"));
        assertThat(record.queuedAt()).isEqualTo(NOON);
        assertThat(store.job(key("a"))).contains(record);
    }

    @Test
    void knowsNothingOfAnUnknownJob() {
        assertThat(store().job(key("a"))).isEmpty();
        assertRefused(ErrorCode.NOT_FOUND, () -> opened.get(0).handOver(key("a"), handOver("s")));
        assertRefused(ErrorCode.NOT_FOUND, () -> opened.get(0).finish(key("a"), result(key("a"))));
    }

    @Test
    void leavesAJobThatIsQueuedAgainAsItIs() {
        StateStore store = store();
        JobRecord first = store.queue(key("a"), spec("a", "make"), NOON);
        assertThat(store.queue(key("a"), spec("a", "make"), NOON.plusSeconds(9)))
                .isEqualTo(first);

        store.finish(key("a"), result(key("a")));
        assertThat(store.queue(key("a"), spec("a", "make"), NOON.plusSeconds(9)).state())
                .isEqualTo(JobState.FINISHED);
        assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void refusesAnotherSpecForAKnownKey() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        assertRefused(ErrorCode.CONFLICT, () -> store.queue(key("a"), spec("a", "make test"), NOON));
        assertThat(store.job(key("a")).orElseThrow().spec()).isEqualTo(spec("a", "make"));
    }

    @Test
    void handsAJobOverOnce() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.handOver(key("a"), handOver("s-1"));

        JobRecord running = store.job(key("a")).orElseThrow();
        assertThat(running.state()).isEqualTo(JobState.RUNNING);
        assertThat(running.handOver()).contains(handOver("s-1"));
        assertRefused(ErrorCode.INTERNAL, () -> store.handOver(key("a"), handOver("s-2")));
        assertThat(store.job(key("a"))).contains(running);
    }

    @Test
    void takesExactlyOneResult() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.handOver(key("a"), handOver("s-1"));
        store.finish(key("a"), result(key("a")));

        JobRecord finished = store.job(key("a")).orElseThrow();
        assertThat(finished.state()).isEqualTo(JobState.FINISHED);
        assertThat(finished.result()).contains(result(key("a")));
        assertRefused(ErrorCode.INTERNAL, () -> store.finish(key("a"), result(key("a"))));
        assertRefused(ErrorCode.INTERNAL, () -> store.handOver(key("a"), handOver("s-1")));
    }

    @Test
    void refusesAnotherJobsResult() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        assertRefused(ErrorCode.INTERNAL, () -> store.finish(key("a"), result(key("b"))));
        assertThat(store.job(key("a")).orElseThrow().result()).isEmpty();
    }

    @Test
    void finishesAJobThatNeverRan() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.finish(key("a"), result(key("a")));
        assertThat(store.job(key("a")).orElseThrow().handOver()).isEmpty();
    }

    @Test
    void listsUnfinishedJobsInTheOrderOfAcceptance() {
        StateStore store = store();
        for (String id : List.of("c", "a", "d", "b")) {
            store.queue(key(id), spec(id, "make"), NOON);
        }
        store.handOver(key("a"), handOver("s"));
        store.finish(key("d"), result(key("d")));
        assertThat(store.unfinished()).extracting(JobRecord::key).containsExactly(key("c"), key("a"), key("b"));
    }

    @Test
    void keepsOwnersApart() {
        StateStore store = store();
        JobKey other = new JobKey(new Owner("door"), new JobId("a"));
        store.queue(key("a"), spec("a", "make"), NOON);
        store.queue(other, spec("a", "make test"), NOON);
        assertThat(store.jobs(Owner.EMBEDDER)).extracting(JobRecord::key).containsExactly(key("a"));
        assertThat(store.jobs(new Owner("door"))).extracting(JobRecord::key).containsExactly(other);
        assertThat(store.jobs(new Owner("nobody"))).isEmpty();
    }

    @Test
    void forgetsTheOldestFinishedJobsOnly() {
        StateStore store = store();
        for (String id : List.of("a", "b", "c", "d", "e")) {
            store.queue(key(id), spec(id, "make"), NOON);
        }
        for (String id : List.of("e", "b", "c")) {
            store.finish(key(id), result(key(id)));
        }
        assertThat(store.prune(5)).isEmpty();
        assertThat(store.prune(1)).containsExactlyInAnyOrder(key("b"), key("c"));
        assertThat(store.jobs(Owner.EMBEDDER)).extracting(JobRecord::key).containsExactly(key("a"), key("d"), key("e"));
        assertRefused(ErrorCode.INVALID_INPUT, () -> store.prune(-1));
    }

    @Test
    void givesNoSequenceTwice() {
        StateStore store = store();
        long first = store.queue(key("a"), spec("a", "make"), NOON).sequence();
        store.finish(key("a"), result(key("a")));
        store.prune(0);
        store.close();
        assertThat(store().queue(key("a"), spec("a", "make"), NOON).sequence()).isGreaterThan(first);
    }

    @Test
    void remembersThatSomebodyAskedForTheEndOfAJob() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.askCancel(key("a"));
        store.askCancel(key("a"));
        store.handOver(key("a"), handOver("s"));
        store.close();

        JobRecord running = store().job(key("a")).orElseThrow();
        assertThat(running.cancelAsked()).isTrue();
        assertThat(running.state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void leavesAFinishedJobAsItIsWhenItsEndIsAskedFor() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.finish(key("a"), result(key("a")));
        store.askCancel(key("a"));
        assertThat(store.job(key("a")).orElseThrow().cancelAsked()).isFalse();
        assertRefused(ErrorCode.NOT_FOUND, () -> store.askCancel(key("b")));
    }

    @Test
    void queuesAJobAgainThatLostItsSandbox() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.queue(key("b"), spec("b", "make"), NOON);
        Rerun rerun = new Rerun(1, "the sandbox ended", 77);
        assertRefused(ErrorCode.INTERNAL, () -> store.queueAgain(key("a"), rerun));
        store.handOver(key("a"), handOver("s-1"));
        store.queueAgain(key("a"), rerun);
        store.close();

        StateStore later = store();
        assertThat(later.unfinished()).extracting(JobRecord::key).containsExactly(key("a"), key("b"));
        JobRecord again = later.job(key("a")).orElseThrow();
        assertThat(again.state()).isEqualTo(JobState.QUEUED);
        assertThat(again.handOver()).isEmpty();
        assertThat(again.rerun()).contains(rerun);
        later.handOver(key("a"), handOver("s-2"));
        later.finish(key("a"), result(key("a")));
        assertRefused(ErrorCode.INTERNAL, () -> later.queueAgain(key("a"), rerun));
    }

    @Test
    void knowsAllAfterItIsOpenedAgain() {
        StateStore store = store();
        store.queue(key("a"), spec("a", "make"), NOON);
        store.queue(key("b"), spec("b", "make"), NOON);
        store.handOver(key("b"), handOver("s"));
        store.queue(key("c"), spec("c", "make"), NOON);
        store.finish(key("c"), result(key("c")));
        List<JobRecord> before = store.jobs(Owner.EMBEDDER);
        store.close();

        assertThat(store().jobs(Owner.EMBEDDER)).isEqualTo(before).hasSize(3);
    }

    @Test
    void refusesEverythingOnceClosed() {
        StateStore store = store();
        store.close();
        store.close();
        assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> store.queue(key("a"), spec("a", "make"), NOON));
        assertRefused(ErrorCode.STATE_UNAVAILABLE, store::unfinished);
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageMatching("Cannot [a-z ]+ '.*': .+; .+");
    }
}
