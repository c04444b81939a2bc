package dev.hostler.engine.sandbox;

import dev.hostler.api.spi.SandboxLayout;

/**
 * Writes the shell text that runs before the user's command. Immutable.
 *
 * <p>It is run by {@code sh} with descriptor 3 on the supervisor's command FIFO, which the waiting supervisor does not
 * read meanwhile. Only builtins, so that it costs one process and not several.
 */
final class Prologue {
    private final StepOrder order;
    private final SandboxLayout layout;
    private final boolean errorsApart;
    private final StepShell shell;

    Prologue(StepOrder order, SandboxLayout layout, boolean errorsApart) {
        this.order = order;
        this.layout = layout;
        this.errorsApart = errorsApart;
        this.shell = new StepShell(order, layout);
    }

    String text() {
        return separateErrors() + shell.defaults() + loadEnvironment() + shell.enterDirectory() + "exec "
                + shell.command(input(".script")) + "\n";
    }

    /** The supervisor leads both streams into one file; from here on this one has its own. */
    private String separateErrors() {
        return errorsApart ? "exec 2>>" + ShellText.quote(output(OutputDirectory.ERRORS)) + "\n" : "";
    }

    /** Any line on the FIFO wakes it, also a forged one; it goes on only when the file is really gone. */
    private String loadEnvironment() {
        String env = ShellText.quote(input(".env"));
        return "[ ! -e " + env + " ] || . " + env + "\n"
                + "echo $$ 1<>" + ShellText.quote(output(".pid")) + "\n"
                + "while [ -e " + env + " ]; do read -r HOSTLER_GO <&3; done\n"
                + "unset HOSTLER_GO\n"
                + "exec 3<&-\n"
                + "echo go 1<>" + ShellText.quote(output(".go")) + "\n";
    }

    private String input(String kind) {
        return layout.input() + "/" + order.number() + kind;
    }

    private String output(String kind) {
        return layout.output() + "/" + order.number() + kind;
    }
}
