package dev.hostler.launcher.http;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of the process, and those of a file {@code .envrc} for what is not set. Immutable.
 *
 * <p>The file is that of the working directory, else of the nearest directory above it that has one.
 */
public final class Environment {
    private static final String FILE = ".envrc";

    private final Map<String, String> process;
    private final Map<String, String> file;

    private Environment(Map<String, String> process, Map<String, String> file) {
        this.process = Map.copyOf(process);
        this.file = Map.copyOf(file);
    }

    /** Returns the environment of this process. */
    public static Environment ofThisProcess() {
        return of(System.getenv(), Path.of(""));
    }

    /**
     * Returns the environment of a process with these variables and this working directory.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if the file is there and can't be read
     */
    public static Environment of(Map<String, String> process, Path directory) {
        return new Environment(
                process,
                nearest(directory.toAbsolutePath().normalize())
                        .map(Environment::read)
                        .orElse(Map.of()));
    }

    /** Returns a variable's value; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return present(process, name).or(() -> present(file, name));
    }

    private static Optional<String> present(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> nearest(Path directory) {
        for (Path place = directory; place != null; place = place.getParent()) {
            if (Files.isRegularFile(place.resolve(FILE))) {
                return Optional.of(place.resolve(FILE));
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> read(Path file) {
        try {
            return EnvironmentFile.parse(Files.readString(file));
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "read environment file",
                            file.toString(),
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "see whether it may be read, and is UTF-8")
                    .toException(e);
        }
    }

    /** Leaves out the values: some are secrets. */
    @Override
    public String toString() {
        return "Environment";
    }
}
