package dev.hostler.engine.workload;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.engine.state.Applied;
import dev.hostler.engine.state.WorkloadRecord;
import dev.hostler.engine.workload.StepOutcome.After;
import java.util.Optional;

/**
 * Has each kind of step carried out, and says what is to be noted of it. Immutable.
 *
 * @param performer carries it out
 * @param view the runtime, and what is seen of it
 */
record StepRunner(Performer performer, RuntimeView view) {
    /**
     * Takes a step for a wish.
     *
     * @throws AgentException if the step has failed
     * @throws InterruptedException if a newer wish or the agent's end has stopped it
     */
    StepOutcome run(Step step, WorkloadRecord wanted, WorkloadNote note, CancellationToken stop)
            throws InterruptedException {
        if (step instanceof Step.Create) {
            Applied made = performer.create(wanted, stop);
            return StepOutcome.of(wanted.meetsWish() ? note.restored(made) : note.applied(made))
                    .then(After.PACE);
        } else if (step instanceof Step.Restart restart) {
            performer.restart(wanted, restart.instance());
            return StepOutcome.of(note.restarted()).then(After.PACE);
        } else if (step instanceof Step.Revive revive) {
            return StepOutcome.of(note.revived(start(revive.instance()))).then(After.PACE_REVIVAL);
        } else if (step instanceof Step.Remove remove) {
            performer.remove(wanted, remove);
            // What is still seen once its wish is forgotten would be taken for a stranger.
            view.look();
            return StepOutcome.gone();
        } else if (step instanceof Step.Discard discard) {
            performer.discard(discard);
            return StepOutcome.nothingToNote();
        }
        return change(step, wanted, note, stop);
    }

    /** Steps that bring what is there closer to what is wanted, and after which the next one may follow at once. */
    private StepOutcome change(Step step, WorkloadRecord wanted, WorkloadNote note, CancellationToken stop)
            throws InterruptedException {
        if (step instanceof Step.Adopt adopt) {
            return StepOutcome.of(note.found(performer.adopt(wanted, adopt.instance()), adopt.instance()));
        } else if (step instanceof Step.Note same) {
            Applied applied = Performer.applied(wanted, same.instance().handle().value());
            return StepOutcome.of(note.found(applied, same.instance()));
        } else if (step instanceof Step.Update update) {
            Applied updated = performer.update(wanted, update.instance().handle());
            return StepOutcome.of(note.found(updated, update.instance()));
        } else if (step instanceof Step.Replace replace) {
            return StepOutcome.of(note.applied(performer.replace(wanted, replace, stop)));
        } else if (step instanceof Step.Start start) {
            view.runtime().start(start.instance());
            return StepOutcome.of(note.met());
        } else if (step instanceof Step.Stop stopping) {
            performer.stop(wanted, stopping.instance());
            return StepOutcome.of(note.met());
        } else if (step instanceof Step.Settle) {
            return StepOutcome.of(note.settled());
        } else if (step instanceof Step.Conclude conclude) {
            return StepOutcome.of(note.concluded(conclude.instance()));
        }
        return StepOutcome.nothingToNote();
    }

    /** A refusal says nothing of the newer wish, so it is noted and not thrown. */
    private Optional<Failure> start(Instance left) throws InterruptedException {
        try {
            view.runtime().start(left.handle());
            return Optional.empty();
        } catch (AgentException refused) {
            return Optional.of(refused.failure());
        }
    }
}
