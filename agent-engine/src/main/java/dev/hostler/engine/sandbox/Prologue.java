package dev.hostler.engine.sandbox;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.SandboxLayout;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the shell text that runs before the user's command. Immutable.
 *
 * <p>It is run by {@code sh} with descriptor 3 on the supervisor's command FIFO, which the waiting supervisor does not
 * read meanwhile. Only builtins, so that it costs one process and not several.
 */
final class Prologue {
    /** What Debian gives root; for an image or a host that sets no PATH. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final StepOrder order;
    private final SandboxLayout layout;

    Prologue(StepOrder order, SandboxLayout layout) {
        this.order = order;
        this.layout = layout;
    }

    String text() {
        return defaults() + loadEnvironment() + enterDirectory() + "exec " + command() + "\n";
    }

    /** When memory runs out, the step is to die before the supervisor. */
    private String defaults() {
        return "{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null\n"
                + "export PATH=\"${PATH:-" + PATH + "}\"\n"
                + ShellText.export("HOME", layout.home())
                + ShellText.export("HOSTLER_WORKSPACE", layout.workspace())
                + ShellText.export("HOSTLER", "true")
                + ShellText.export("CI", "true");
    }

    /** Any line on the FIFO wakes it, also a forged one; it goes on only when the file is really gone. */
    private String loadEnvironment() {
        String env = ShellText.quote(input(".env"));
        return "[ ! -e " + env + " ] || . " + env + "\n"
                + "echo $$ >" + ShellText.quote(output(".pid")) + "\n"
                + "while [ -e " + env + " ]; do read -r HOSTLER_GO <&3; done\n"
                + "unset HOSTLER_GO\n"
                + "exec 3<&-\n"
                + "echo go >" + ShellText.quote(output(".go")) + "\n";
    }

    private String enterDirectory() {
        String workspace = layout.workspace();
        String directory = order.workdir().map(dir -> workspace + "/" + dir).orElse(workspace);
        String complaint = "hostler: cannot start this step: there is no directory '"
                + order.workdir().orElse(workspace) + "' that can be entered";
        return "cd -- " + ShellText.quote(directory) + " 2>/dev/null || { echo " + ShellText.quote(complaint)
                + "; exit 125; }\n";
    }

    private String command() {
        if (order.command() instanceof StepCommand.Argv argv) {
            return words(argv.words());
        }
        String shell = ((StepCommand.Script) order.command()).shell().orElse("").strip();
        String interpreter = switch (shell) {
            case "", "sh" -> "sh -e";
            case "bash" -> "bash -eo pipefail";
            default -> shell;
        };
        return interpreter + " " + ShellText.quote(input(".script"));
    }

    private static String words(List<String> words) {
        return words.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }

    private String input(String kind) {
        return layout.input() + "/" + order.number() + kind;
    }

    private String output(String kind) {
        return layout.output() + "/" + order.number() + kind;
    }
}
