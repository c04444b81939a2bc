package dev.hostler.api.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.List;
import java.util.Optional;

/** What a step runs. */
@Experimental
public sealed interface StepCommand {
    /**
     * A script, run by a shell from a file. Immutable.
     *
     * @param text the script
     * @param shell the interpreter and its options, to which the file's path is added. Empty, {@code sh} or {@code bash}
     *     stop at the first command that fails ({@code sh -e}, {@code bash -eo pipefail}); anything else runs as it is
     *     written
     */
    @Experimental
    record Script(String text, Optional<String> shell) implements StepCommand {
        /** Checks the components. */
        public Script {
            Fields.noNul("step run", text);
            shell.ifPresent(words -> Fields.singleLine("step shell", words));
            if (text.isBlank()) {
                throw Failure.cannot(
                                ErrorCode.INVALID_INPUT, "accept step", "run", "the script is empty", "give a command")
                        .toException();
            }
        }
    }

    /**
     * A program and its arguments, run without a shell. Immutable.
     *
     * @param words the program, then its arguments
     */
    @Experimental
    record Argv(List<String> words) implements StepCommand {
        /** Copies and checks the words. */
        public Argv {
            words = List.copyOf(words);
            words.forEach(word -> Fields.noNul("step exec", word));
            if (words.isEmpty() || words.get(0).isEmpty()) {
                throw Failure.cannot(
                                ErrorCode.INVALID_INPUT, "accept step", "exec", "no program is named", "name a program")
                        .toException();
            }
        }
    }
}
