package dev.hostler.engine.workload;

import static dev.hostler.engine.workload.WorkloadSamples.CONTAINER;
import static dev.hostler.engine.workload.WorkloadSamples.applied;
import static dev.hostler.engine.workload.WorkloadSamples.instance;
import static dev.hostler.engine.workload.WorkloadSamples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance.State;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.WorkloadEdit;
import dev.hostler.engine.state.WorkloadRecord;
import dev.hostler.testkit.ManualScheduler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class WorkloadNoteTest {
    private final WorkloadRecord planned = applied(record(CONTAINER, "1", DesiredState.RUNNING), "i1");
    private final WorkloadNote note =
            new WorkloadNote(planned, new ManualScheduler(), new AtomicLong(100), Instant.EPOCH);
    private final Applied made = planned.applied().orElseThrow();

    /** The same workload, once more wanted, by a later action. */
    private WorkloadRecord newer() {
        return new WorkloadRecord(
                planned.key(),
                planned.spec(),
                planned.revision(),
                planned.digest(),
                DesiredState.RUNNING,
                Instant.EPOCH,
                Instant.EPOCH,
                planned.action() + 1,
                Optional.empty(),
                planned.applied(),
                Progress.NONE);
    }

    private static WorkloadRecord after(UnaryOperator<WorkloadEdit> edit, WorkloadRecord before) {
        return edit.apply(WorkloadEdit.of(before)).record().orElseThrow();
    }

    @Test
    void whatWasDoneForAnEarlierWishSaysNothingOfTheNewerOne() {
        Failure failure = new Failure(ErrorCode.INVALID_INPUT, "wrong");
        List<UnaryOperator<WorkloadEdit>> notes = List.of(
                note.applied(made),
                note.restored(made),
                note.met(),
                note.settled(),
                note.restarted(),
                note.failed(failure, false),
                note.concluded(instance(planned, "i1", State.EXITED)));

        assertThat(notes).allSatisfy(one -> {
            assertThat(after(one, newer()).progress()).isEqualTo(Progress.NONE);
            assertThat(after(one, planned).progress()).isNotEqualTo(Progress.NONE);
        });
    }

    @Test
    void aWishIsMetByWhatWasThereOnlyIfThatDoesWhatIsWanted() {
        WorkloadRecord fresh = planned.withProgress(Progress.NONE);

        assertThat(after(note.found(made, instance(planned, "i1", State.RUNNING)), fresh)
                        .progress())
                .isEqualTo(Progress.MET);
        assertThat(after(note.found(made, instance(planned, "i1", State.EXITED)), fresh)
                        .progress())
                .isEqualTo(Progress.NONE);
    }

    @Test
    void whatWasBroughtAboutForAnEarlierWishIsThereForTheNewerOne() {
        Applied other = new Applied(made.revision(), made.digest(), made.spec(), "i2");

        assertThat(after(note.applied(other), newer()).applied()).contains(other);
    }

    @Test
    void whatHasRunOnceIsNotGivenUpAsBadInput() {
        UnaryOperator<WorkloadEdit> failed = note.failed(new Failure(ErrorCode.INVALID_INPUT, "no such file"), true);

        assertThat(after(failed, planned.withProgress(Progress.NONE)).progress().gaveUp())
                .isTrue();
        assertThat(after(failed, planned.withProgress(Progress.MET)).progress().gaveUp())
                .isFalse();
    }
}
