package dev.hostler.engine.sandbox;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.SandboxLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A step as text for a POSIX shell, part by part; however it gets into the sandbox, it means the same. Immutable.
 *
 * @param order the step
 * @param layout where things are in the sandbox
 */
public record StepShell(StepOrder order, SandboxLayout layout) {
    /** What Debian gives root; for an image or a host that sets no PATH. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Linux allows 128 KiB for one string of a program's environment, its final NUL included (MAX_ARG_STRLEN). */
    private static final int LONGEST_VARIABLE = 128 * 1024 - 1;

    /** Returns what every step starts with. When memory runs out, the step is to die before the sandbox's process 1. */
    public String defaults() {
        return "{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null\n"
                + "export PATH=\"${PATH:-" + PATH + "}\"\n"
                + ShellText.export("HOME", layout.home())
                + ShellText.export("HOSTLER_WORKSPACE", layout.workspace())
                + ShellText.export("HOSTLER", "true")
                + ShellText.export("CI", "true");
    }

    /**
     * Returns the step's own variables, secrets among them.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if one can't be handed to any program
     */
    public String variables() {
        StringBuilder variables = new StringBuilder();
        for (Map.Entry<String, String> variable : order.env().entrySet()) {
            requireUsable(order.number(), variable.getKey(), variable.getValue());
            variables.append(ShellText.export(variable.getKey(), variable.getValue()));
        }
        return variables.toString();
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

    /** Returns what goes to the step's directory, or ends with 125 if it can't. */
    public String enterDirectory() {
        String workspace = layout.workspace();
        String directory = order.workdir().map(dir -> workspace + "/" + dir).orElse(workspace);
        String complaint = "hostler: cannot start this step: there is no directory '"
                + order.workdir().orElse(workspace) + "' that can be entered";
        return "cd -- " + ShellText.quote(directory) + " 2>/dev/null || { echo " + ShellText.quote(complaint)
                + "; exit 125; }\n";
    }

    /**
     * Returns the user's command.
     *
     * @param script where its script is inside, if it is one
     */
    public String command(String script) {
        if (order.command() instanceof StepCommand.Argv argv) {
            return words(argv.words());
        }
        String shell = ((StepCommand.Script) order.command()).shell().orElse("").strip();
        String interpreter = switch (shell) {
            case "", "sh" -> "sh -e";
            case "bash" -> "bash -eo pipefail";
            default -> shell;
        };
        return interpreter + " " + ShellText.quote(script);
    }

    private static String words(List<String> words) {
        return words.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }

    /** Leaves out what can hold a secret. */
    @Override
    public String toString() {
        return "StepShell[" + order + "]";
    }
}
