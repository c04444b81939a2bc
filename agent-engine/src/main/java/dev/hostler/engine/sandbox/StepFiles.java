package dev.hostler.engine.sandbox;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.SandboxLayout;
import java.util.Optional;

/**
 * The files that make a step. Immutable.
 *
 * @param prologue what the supervisor runs: it loads the environment, waits until that file is gone, and becomes the
 *     user's command
 * @param environment the variables as shell text, secrets among them; empty if there are none
 * @param script the user's script, apart from the prologue because a shell reads its file as it goes
 */
record StepFiles(String prologue, String environment, Optional<String> script) {
    static StepFiles of(StepOrder order, SandboxLayout layout, boolean errorsApart) {
        Prologue prologue = new Prologue(order, layout, errorsApart);
        Optional<String> script =
                order.command() instanceof StepCommand.Script it ? Optional.of(it.text()) : Optional.empty();
        return new StepFiles(prologue.text(), new StepShell(order, layout).variables(), script);
    }

    @Override
    public String toString() {
        return "StepFiles";
    }
}
