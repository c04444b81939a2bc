package dev.hostler.engine.workload;

import static dev.hostler.engine.workload.WorkloadSamples.CONTAINER;
import static dev.hostler.engine.workload.WorkloadSamples.applied;
import static dev.hostler.engine.workload.WorkloadSamples.instance;
import static dev.hostler.engine.workload.WorkloadSamples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.Instance.State;
import dev.hostler.api.spi.WorkloadRuntime.Change;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.engine.state.Progress;
import dev.hostler.engine.state.WorkloadRecord;
import dev.hostler.engine.state.WorkloadRecord.Deletion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlannerTest {
    private final WorkloadRecord wanted = record(CONTAINER, "1", DesiredState.RUNNING);
    private final WorkloadRecord made = applied(wanted, "i1").withProgress(Progress.MET);

    private static Step plan(WorkloadRecord wanted, Instance... there) {
        return new Planner((from, to) -> Change.BESIDE).plan(wanted, List.of(there));
    }

    private static WorkloadRecord with(RestartPolicy policy) {
        ContainerSpec spec = CONTAINER.toBuilder().restart(policy).build();
        return applied(record(spec, "1", DesiredState.RUNNING), "i1").withProgress(Progress.MET);
    }

    @Test
    void makesWhatIsNotThere() {
        assertThat(plan(wanted)).isEqualTo(new Step.Create());
        assertThat(plan(made)).isEqualTo(new Step.Create());
    }

    @Test
    void takesOverWhatWasMadeForThisVeryWish() {
        Instance found = instance(wanted, "i7", State.CREATED);

        assertThat(plan(wanted, found)).isEqualTo(new Step.Adopt(found));
    }

    @Test
    void replacesInTurnWhatNobodyKnowsTheSpecOf() {
        Instance old = instance(record(CONTAINER, "0", DesiredState.RUNNING), "i0", State.RUNNING);

        assertThat(plan(wanted, old)).isEqualTo(new Step.Replace(old, Change.IN_TURN));
    }

    @Test
    void hasNothingToDoForWhatIsAsWanted() {
        assertThat(plan(made, instance(wanted, "i1", State.RUNNING))).isEqualTo(new Step.Nothing());
    }

    @Test
    void takesNoteOfWhatIsAsWantedIfNobodyHas() {
        Instance running = instance(wanted, "i1", State.RUNNING);
        Instance ended = instance(wanted, "i1", State.EXITED);
        WorkloadRecord stopped = applied(record(CONTAINER, "1", DesiredState.STOPPED), "i1");
        Progress troubled = Progress.MET.hindered(new Failure(ErrorCode.RUNTIME_UNAVAILABLE, "not now"));

        assertThat(plan(made.withProgress(Progress.NONE), running)).isEqualTo(new Step.Note(running));
        assertThat(plan(made.withProgress(troubled), running)).isEqualTo(new Step.Note(running));
        assertThat(plan(stopped, ended)).isEqualTo(new Step.Note(ended));
    }

    @Test
    void removesWhatAnInterruptedReplacementHasLeft() {
        Instance extra = instance(wanted, "i2", State.CREATED);

        assertThat(plan(made, instance(wanted, "i1", State.RUNNING), extra))
                .isEqualTo(new Step.Discard(List.of(extra)));
    }

    @Test
    void removesWhatAnInterruptedReplacementHasLeftAlsoBeforeTheNextOne() {
        WorkloadRecord newer = newer(RestartPolicy.always(), Progress.MET);
        Instance old = instance(wanted, "i1", State.EXITED);
        Instance left = instance(record(CONTAINER, "1.5", DesiredState.RUNNING), "i2", State.RUNNING);
        Instance made = instance(newer, "i3", State.CREATED);

        assertThat(plan(newer, old, left, made)).isEqualTo(new Step.Discard(List.of(left)));
        assertThat(plan(newer, old, made)).isEqualTo(new Step.Replace(old, Change.BESIDE));
        assertThat(plan(newer, left, instance(wanted, "i9", State.RUNNING)))
                .isEqualTo(new Step.Discard(List.of(instance(wanted, "i9", State.RUNNING))));
    }

    @Test
    void startsWhatNeverRanAndStartsAgainWhatHasEnded() {
        Instance created = instance(wanted, "i1", State.CREATED);
        Instance ended = instance(wanted, "i1", State.EXITED);

        assertThat(plan(made, created)).isEqualTo(new Step.Start(created.handle()));
        assertThat(plan(made, ended)).isEqualTo(new Step.Restart(ended));
    }

    @Test
    void startsWhatANewWishWantsHoweverItHasEnded() {
        WorkloadRecord once = with(RestartPolicy.no()).withProgress(Progress.NONE);
        Instance ended = instance(once, "i1", State.EXITED);

        assertThat(plan(once, ended)).isEqualTo(new Step.Start(ended.handle()));
    }

    @Test
    void stopsWhatShouldNotRun() {
        WorkloadRecord stopped = applied(record(CONTAINER, "1", DesiredState.STOPPED), "i1");
        Instance running = instance(wanted, "i1", State.RUNNING);

        assertThat(plan(stopped, running)).isEqualTo(new Step.Stop(running.handle()));
        assertThat(plan(stopped.withProgress(Progress.MET), instance(wanted, "i1", State.EXITED)))
                .isEqualTo(new Step.Nothing());
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void changesAsTheRuntimeSays(Change change) {
        ContainerSpec other = CONTAINER.toBuilder().image("b").build();
        WorkloadRecord newer = record(other, "2", DesiredState.RUNNING)
                .withApplied(made.applied().orElseThrow());
        Instance running = instance(wanted, "i1", State.RUNNING);

        Step step = new Planner((from, to) -> change).plan(newer, List.of(running));

        Step expected = switch (change) {
            case NONE -> new Step.Note(running);
            case IN_PLACE -> new Step.Update(running);
            case BESIDE, IN_TURN -> new Step.Replace(running, change);
        };
        assertThat(step).isEqualTo(expected);
    }

    private WorkloadRecord newer(RestartPolicy policy, Progress progress) {
        WorkloadRecord old = with(policy).withProgress(progress);
        ContainerSpec other = CONTAINER.toBuilder().image("b").build();
        return record(other, "2", DesiredState.RUNNING).withApplied(old.left().orElseThrow());
    }

    private static Step meanwhile(WorkloadRecord wanted, int revivals, Instance... there) {
        return new Planner((from, to) -> Change.BESIDE).planMeanwhile(wanted, List.of(there), revivals);
    }

    @Test
    void keepsUpWhatTheEarlierWishWantedToRun() {
        WorkloadRecord newer = newer(RestartPolicy.always(), Progress.MET);
        Instance ended = instance(wanted, "i1", State.EXITED);

        assertThat(meanwhile(newer, 7, ended)).isEqualTo(new Step.Revive(ended));
        assertThat(meanwhile(newer, 0, instance(wanted, "i1", State.RUNNING))).isEqualTo(new Step.Nothing());
        assertThat(meanwhile(newer, 0, instance(wanted, "i2", State.EXITED))).isEqualTo(new Step.Nothing());
    }

    @Test
    void keepsUpWhatTheEarlierWishWantedAlsoOverAnotherWishThatCantBeMet() {
        WorkloadRecord newer = newer(RestartPolicy.always(), Progress.MET);
        WorkloadRecord newest = record(CONTAINER.toBuilder().image("c").build(), "3", DesiredState.RUNNING)
                .withApplied(newer.left().orElseThrow());
        Instance ended = instance(wanted, "i1", State.EXITED);

        assertThat(meanwhile(newest, 0, ended)).isEqualTo(new Step.Revive(ended));
    }

    @Test
    void doesNotKeepUpWhatWasNotToRunAnyMore() {
        Instance ended = instance(wanted, "i1", State.EXITED);
        Failure why = new Failure(ErrorCode.EXITED, "ended");

        assertThat(meanwhile(newer(RestartPolicy.no(), Progress.MET), 0, ended)).isEqualTo(new Step.Nothing());
        assertThat(meanwhile(newer(RestartPolicy.onFailure(2), Progress.MET), 2, ended))
                .isEqualTo(new Step.Nothing());
        assertThat(meanwhile(newer(RestartPolicy.always(), Progress.NONE.gaveUp(why)), 0, ended))
                .isEqualTo(new Step.Nothing());
        assertThat(meanwhile(newer(RestartPolicy.onFailure(0), Progress.MET.done()), 0, ended))
                .isEqualTo(new Step.Nothing());
        assertThat(meanwhile(made, 0, ended)).isEqualTo(new Step.Nothing());
    }

    @Test
    void concludesWhatHasEndedAndIsNotWantedAgain() {
        WorkloadRecord once = with(RestartPolicy.no());
        Instance ended = instance(once, "i1", State.EXITED);

        assertThat(plan(once, ended)).isEqualTo(new Step.Conclude(ended));
        assertThat(plan(once.withProgress(Progress.NONE.done()), ended)).isEqualTo(new Step.Nothing());
        assertThat(plan(once.withProgress(Progress.NONE.done()))).isEqualTo(new Step.Nothing());
    }

    @Test
    void heedsWhatTheKindOfAPluginSaysOfItsEnd() {
        CustomSpec ship = new CustomSpec("ship", "{}", RestartPolicy.no(), Duration.ofSeconds(1), Optional.empty());
        WorkloadRecord once =
                applied(record(ship, "1", DesiredState.RUNNING), "i1").withProgress(Progress.MET);
        Instance ended = instance(once, "i1", State.EXITED);

        assertThat(plan(once, ended)).isEqualTo(new Step.Conclude(ended));
    }

    @Test
    void doesNotTakeARemovalForAnEnd() {
        WorkloadRecord once = with(RestartPolicy.no());
        Instance onItsWayOut = instance(once, "i1", State.BROKEN);

        assertThat(plan(once, onItsWayOut)).isEqualTo(new Step.Discard(List.of(onItsWayOut)));
        assertThat(plan(once)).isEqualTo(new Step.Create());
    }

    @Test
    void givesUpAfterTheRetriesOfThePolicy() {
        WorkloadRecord twice = with(RestartPolicy.onFailure(2));
        Instance ended = instance(twice, "i1", State.EXITED);
        Progress one = Progress.MET.attempted(Optional.empty());

        assertThat(plan(twice.withProgress(one), ended)).isEqualTo(new Step.Restart(ended));
        assertThat(plan(twice.withProgress(one.attempted(Optional.empty())), ended))
                .isEqualTo(new Step.Conclude(ended));
    }

    private static Instance judged(WorkloadRecord of, Instance.Health health) {
        return instance(of, "i1", State.RUNNING).judged(health, "");
    }

    @Test
    void startsAgainWhatIsUnhealthyUnlessItsPolicySaysNo() {
        WorkloadRecord kept = with(RestartPolicy.onFailure(1));
        WorkloadRecord once = with(RestartPolicy.no());
        Instance sick = judged(kept, Instance.Health.UNHEALTHY);
        Instance starting = judged(kept, Instance.Health.STARTING);

        assertThat(plan(kept, starting)).isEqualTo(new Step.Nothing());
        assertThat(plan(kept, sick)).isEqualTo(new Step.Restart(sick));
        assertThat(plan(kept.withProgress(Progress.MET.attempted(Optional.empty())), sick))
                .isEqualTo(new Step.Conclude(sick));
        assertThat(plan(once, sick)).isEqualTo(new Step.Conclude(sick));
    }

    @Test
    void believesWhatWasGivenUpAsUnhealthyWhenItGetsWellByItself() {
        Failure why = new Failure(ErrorCode.UNHEALTHY, "sick");
        WorkloadRecord sick = made.withProgress(Progress.MET.gaveUp(why));
        Instance ended = instance(sick, "i1", State.EXITED);

        assertThat(plan(sick, judged(sick, Instance.Health.UNHEALTHY))).isEqualTo(new Step.Nothing());
        assertThat(plan(sick, judged(sick, Instance.Health.STARTING))).isEqualTo(new Step.Nothing());
        assertThat(plan(sick, judged(sick, Instance.Health.HEALTHY))).isEqualTo(new Step.Settle());
        assertThat(plan(sick, ended)).isEqualTo(new Step.Conclude(ended));
    }

    @Test
    void doesNothingForWhatWasGivenUp() {
        Failure why = new Failure(ErrorCode.EXITED, "ended");

        assertThat(plan(wanted.withProgress(Progress.NONE.gaveUp(why)))).isEqualTo(new Step.Nothing());
    }

    @Test
    void removesWhatIsToGo() {
        Instance running = instance(wanted, "i1", State.RUNNING);

        assertThat(plan(made.withDeletion(new Deletion(false), 9, Instant.EPOCH), running))
                .isEqualTo(new Step.Remove(List.of(running)));
    }
}
