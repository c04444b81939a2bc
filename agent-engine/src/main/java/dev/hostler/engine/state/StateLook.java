package dev.hostler.engine.state;

import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks at a data directory and its key without taking hold of them; changes nothing. Immutable. */
public final class StateLook {
    private static final String DIRECTORY = "data directory";
    private static final String KEY = "state key";

    private final Path directory;
    private final Map<String, String> environment;

    /**
     * Creates a look.
     *
     * @param directory the data directory; it need not be there yet
     * @param environment the agent's environment, which may give the key
     */
    public StateLook(Path directory, Map<String, String> environment) {
        this.directory = directory.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
    }

    /** Says whether an agent could start on the directory; one that runs on it is no trouble. */
    public List<Finding> directory() throws IOException {
        if (!Files.exists(directory)) {
            Path parent = existing();
            return List.of(
                    Files.isWritable(parent)
                            ? Finding.ok(DIRECTORY, directory + " is made by the first start")
                            : notWritable(parent));
        }
        if (!Files.isDirectory(directory)) {
            return List.of(Finding.problem(DIRECTORY, directory + " is no directory", "choose another"));
        }
        if (!Files.isWritable(directory)) {
            return List.of(notWritable(directory));
        }
        DataDirectory.refuseSomebodysFiles(directory);
        return List.of(Finding.ok(
                DIRECTORY,
                directory
                        + DirectoryLock.holder(directory)
                                .map(pid -> " is used by the agent with the process id " + pid)
                                .orElse(" is an agent's, and none uses it")));
    }

    private Path existing() {
        Path path = directory;
        while (!Files.exists(path)) {
            path = Objects.requireNonNull(path.getParent());
        }
        return path;
    }

    private static Finding notWritable(Path path) {
        return Finding.problem(
                DIRECTORY, path + " can't be written by this user", "run as another user, or choose another directory");
    }

    /** Says where the key is that the store is sealed with. */
    public List<Finding> key() {
        Path file = directory.resolve(DataDirectory.KEY);
        Path database = directory.resolve(DataDirectory.DATABASE);
        Optional<String> origin = KeySource.of(environment, file).find().map(key -> key.origin());
        if (origin.isEmpty() && Files.exists(database)) {
            return List.of(Finding.of(KEY, Level.PROBLEM, KeyFailures.lost(database, file)));
        }
        return List.of(
                Finding.ok(KEY, origin.map(place -> "from " + place).orElse("made by the first start, as " + file)));
    }
}
