package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory with the runner's program as it was published. Nobody runs it there: each runner gets a copy. Immutable.
 *
 * @param directory where it is
 * @param version its version; empty if it does not say
 */
record Program(Path directory, String version) {
    private static final Pattern DEPENDENCY = Pattern.compile("\"Runner\\.Listener/([0-9.]{1,40})\"");

    /** Reads a directory; empty if it holds no whole program. */
    static Optional<Program> in(Path directory) {
        Path listener = directory.resolve("bin/Runner.Listener");
        boolean whole = Files.isRegularFile(listener)
                && Files.isExecutable(listener)
                && Files.isExecutable(directory.resolve("run.sh"))
                && Files.isExecutable(directory.resolve("config.sh"));
        return whole ? Optional.of(new Program(directory, versionOf(directory))) : Optional.empty();
    }

    private static String versionOf(Path directory) {
        try {
            Matcher found = DEPENDENCY.matcher(SmallFile.read(directory.resolve("bin/Runner.Listener.deps.json"))
                    .orElse(""));
            return found.find() ? found.group(1) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }
}
