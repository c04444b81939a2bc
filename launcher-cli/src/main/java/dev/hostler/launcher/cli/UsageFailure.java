package dev.hostler.launcher.cli;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words what is wrong with the arguments. Of an argument that nobody asked for, only an option's name is repeated. */
final class UsageFailure {
    private UsageFailure() {}

    static Failure of(ParameterException wrong) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        return new Failure(
                ErrorCode.INVALID_INPUT,
                "Cannot run '" + command + "': " + cause(wrong) + "; see '" + command + " --help'");
    }

    private static String cause(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                ? cause(unmatched)
                : String.valueOf(wrong.getMessage());
    }

    private static String cause(UnmatchedArgumentException wrong) {
        String first = wrong.getUnmatched().get(0);
        if (!wrong.isUnknownOption()) {
            return "there is an argument too many, or a word that is no command";
        }
        List<String> similar = wrong.getSuggestions();
        String name = first.split("=", 2)[0];
        return "Unknown option " + name + (similar.isEmpty() ? "" : ", did you mean " + similar.get(0) + "?");
    }
}
