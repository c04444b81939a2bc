package dev.hostler.engine.state;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory where the agent keeps all that outlives it; held by one agent at a time. Thread-safe.
 *
 * <p>A new one is made with mode 0700. One that is there must be an agent's already, or empty: to put our files into
 * somebody's home directory, and take it from everybody else, would be a bad answer to a slip of the hand.
 */
public final class DataDirectory implements AutoCloseable {
    static final String DATABASE = "state.db";
    static final String KEY = "state.key";

    /** What tells an agent's directory. */
    private static final Set<String> OURS = Set.of(DirectoryLock.FILE, DATABASE);

    /** What may lie there before the agent: a file system's own, a key, and what single runs share beside it. */
    private static final Set<String> HARMLESS = Set.of("lost+found", KEY, "runs", "cache");

    private final Path root;
    private final String agentId;
    private final DirectoryLock lock;

    private DataDirectory(Path root, String agentId, DirectoryLock lock) {
        this.root = root;
        this.agentId = agentId;
        this.lock = lock;
    }

    /**
     * Takes hold of a directory, and makes it if it is missing.
     *
     * @throws AgentException with {@code STATE_UNAVAILABLE} if it can't be written or another agent holds it, with
     *     {@code INVALID_INPUT} if it holds somebody's files
     */
    public static DataDirectory open(Path directory) {
        return open(directory, AgentIdentity.OF_THIS_MACHINE);
    }

    static DataDirectory open(Path directory, AgentIdentity identity) {
        try {
            Path root = PrivateFiles.createDirectories(
                            directory.toAbsolutePath().normalize())
                    .toRealPath();
            refuseSomebodysFiles(root);
            PrivateFiles.shutOutOthers(root);
            DirectoryLock lock = DirectoryLock.acquire(root);
            return new DataDirectory(root, identity.of(root), lock).withRooms();
        } catch (IOException e) {
            throw unusable(directory, PrivateFiles.reason(e)).toException(e);
        }
    }

    private DataDirectory withRooms() throws IOException {
        try {
            for (Path room : new Path[] {jobs(), errors(), sandboxes(), cache(), artifacts()}) {
                PrivateFiles.createDirectories(room);
            }
            return this;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Throws if a directory holds anything, and nothing of an agent. */
    static void refuseSomebodysFiles(Path root) throws IOException {
        Set<String> names;
        try (Stream<Path> files = Files.list(root)) {
            names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !HARMLESS.contains(name))
                    .collect(Collectors.toSet());
        }
        Optional<String> strange = names.stream().sorted().findFirst();
        if (strange.isPresent() && names.stream().noneMatch(OURS::contains)) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "open data directory",
                            root.toString(),
                            "it holds files that are no agent's, such as " + strange.get(),
                            "choose an empty directory, or one that does not exist yet")
                    .toException();
        }
    }

    private static Failure unusable(Path directory, String cause) {
        return Failure.cannot(
                ErrorCode.STATE_UNAVAILABLE,
                "open data directory",
                directory.toString(),
                cause,
                "choose a directory that this user can write");
    }

    /** Returns the directory itself, without symbolic links. */
    public Path root() {
        return root;
    }

    /** Returns the file of the store. */
    public Path database() {
        return root.resolve(DATABASE);
    }

    /** Returns the file of the store's key, unless the agent's environment gives the key; may be missing. */
    public Path key() {
        return root.resolve(KEY);
    }

    /** Returns where the jobs' logs are. */
    public Path jobs() {
        return root.resolve("jobs");
    }

    /** Returns where the logs of standard error are, of jobs that keep it apart. */
    public Path errors() {
        return root.resolve("errors");
    }

    /** Returns where the running jobs' workspaces and control directories are. */
    public Path sandboxes() {
        return root.resolve("sandboxes");
    }

    /** Returns where the agent notes how far it has handed the logs to each sink. */
    public Path logSinks() {
        return root.resolve("log-sinks");
    }

    /** Returns where caches are kept between jobs. */
    public Path cache() {
        return root.resolve("cache");
    }

    /** Returns where the artifacts of finished jobs are. */
    public Path artifacts() {
        return root.resolve("artifacts");
    }

    /** Returns where a runtime keeps files of its own; may be missing. */
    public Path runtime(String id) {
        return root.resolve("runtimes").resolve(id);
    }

    /**
     * Returns the agent's id: 12 hexadecimal digits, the same for the same machine and directory, and not stored, so that
     * an agent that lost its store still knows what it made.
     */
    public String agentId() {
        return agentId;
    }

    /** Gives the directory free for another agent. Idempotent. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw unusable(root, PrivateFiles.reason(e)).toException(e);
        }
    }
}
