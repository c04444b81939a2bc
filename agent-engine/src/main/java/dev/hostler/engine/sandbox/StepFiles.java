package dev.hostler.engine.sandbox;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.SandboxLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files that make a step. Immutable.
 *
 * @param prologue what the supervisor runs: it loads the environment, waits until that file is gone, and becomes the
 *     user's command
 * @param environment the variables as shell text, secrets among them; empty if there are none
 * @param script the user's script, apart from the prologue because a shell reads its file as it goes
 */
record StepFiles(String prologue, String environment, Optional<String> script) {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Linux allows 128 KiB for one string of a program's environment, its final NUL included (MAX_ARG_STRLEN). */
    private static final int LONGEST_VARIABLE = 128 * 1024 - 1;

    static StepFiles of(StepOrder order, SandboxLayout layout) {
        StringBuilder variables = new StringBuilder();
        for (Map.Entry<String, String> variable : order.env().entrySet()) {
            requireUsable(order.number(), variable.getKey(), variable.getValue());
            variables.append(ShellText.export(variable.getKey(), variable.getValue()));
        }
        Prologue prologue = new Prologue(order, layout);
        Optional<String> script =
                order.command() instanceof StepCommand.Script it ? Optional.of(it.text()) : Optional.empty();
        return new StepFiles(prologue.text(), variables.toString(), script);
    }

    /** Never names the value: it may be a secret. */
    private static void requireUsable(int step, String name, String value) {
        int size = name.length() + 1 + value.getBytes(StandardCharsets.UTF_8).length;
        if (!VARIABLE.matcher(name).matches() || value.indexOf('\0') >= 0 || size > LONGEST_VARIABLE) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "run step",
                            String.valueOf(step),
                            "no program can be given the variable " + name
                                    + ": its name is none, or its value has a NUL or more than 128 KiB",
                            "rename it, or hand large data over in a file")
                    .toException();
        }
    }

    @Override
    public String toString() {
        return "StepFiles";
    }
}
