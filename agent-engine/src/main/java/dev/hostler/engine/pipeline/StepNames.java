package dev.hostler.engine.pipeline;

import dev.hostler.api.job.StepCommand;

/** Names steps that their file leaves without a name. Thread-safe. */
final class StepNames {
    private static final int LONGEST = 100;

    private StepNames() {}

    static String of(StepCommand command) {
        if (command instanceof StepCommand.Argv argv) {
            return oneLine(String.join(" ", argv.words()));
        }
        return oneLine(((StepCommand.Script) command).text());
    }

    private static String oneLine(String text) {
        String line = text.strip()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        if (line.isEmpty()) {
            return "step";
        }
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
