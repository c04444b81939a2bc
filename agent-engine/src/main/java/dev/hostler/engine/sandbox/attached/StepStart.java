package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedProcess;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.engine.archive.ArchiveSource;
import dev.hostler.engine.sandbox.StepOrder;
import dev.hostler.engine.sandbox.StepShell;
import java.util.List;

/**
 * Starts a step as an attached program. Confined to one thread.
 *
 * <p>Secrets come to it on its standard input: so they are in no argument, in nothing that the host shows of the sandbox or
 * of the program, and in no file inside.
 */
final class StepStart {
    /**
     * Reads shell text up to a line that the first line names, and runs it. The shell stays until the step has ended and
     * holds the output, so that an end of the output before the end of the program means that the connection broke.
     * Signals wake it but do not end it, so that it says how the step ended. USR1 makes process 1 reap what earlier steps
     * have left.
     */
    private static final String LOADER = """
            trap : HUP INT QUIT TERM
            kill -USR1 1 2>/dev/null
            read -r hostler_end
            hostler_text=
            while IFS= read -r hostler_line && [ "$hostler_line" != "$hostler_end" ]; do
              hostler_text="$hostler_text$hostler_line
            "
            done
            [ "$hostler_line" = "$hostler_end" ] || exit 125
            exec </dev/null
            eval "$hostler_text"
            """;

    private final AttachedSandbox sandbox;

    StepStart(AttachedSandbox sandbox) {
        this.sandbox = sandbox;
    }

    AttachedProcess start(StepOrder order, OutputQueue output) throws InterruptedException {
        StepShell shell = new StepShell(order, sandbox.layout());
        String text = shell.defaults() + shell.variables() + shell.enterDirectory()
                + "unset hostler_text hostler_line\n" + shell.command(script(order)) + "\nexit $?\n";
        if (order.command() instanceof StepCommand.Script script) {
            sandbox.copyIn(sandbox.layout().input(), ArchiveSource.ofText(scriptName(order), script.text()));
        }
        String end = endFor(text);
        String input = end + "\n" + text + end + "\n";
        return sandbox.start(new AttachedCommand(List.of("sh", "-c", LOADER), input, false), output);
    }

    /** Returns a line that the text does not hold. */
    private static String endFor(String text) {
        int tries = 0;
        while (text.contains("hostler-end-" + tries)) {
            tries++;
        }
        return "hostler-end-" + tries;
    }

    private String script(StepOrder order) {
        return sandbox.layout().input() + "/" + scriptName(order);
    }

    private static String scriptName(StepOrder order) {
        return order.number() + ".script";
    }
}
