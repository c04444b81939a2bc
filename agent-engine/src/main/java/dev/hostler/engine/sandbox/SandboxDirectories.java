package dev.hostler.engine.sandbox;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directories of one sandbox: on disk what the job works on, in memory what the agent hands it. Thread-safe.
 *
 * <p>What the sandbox's user must reach is open to everybody, below a parent that is open to nobody but the agent: so
 * any user of an image can work there and no other user of the host.
 */
public final class SandboxDirectories {
    /** The file name of the supervisor in the input directory; see {@link SandboxSpec#entry()}. */
    public static final String ENTRY = "supervisor.sh";

    private static final String INPUT_SUFFIX = "-input";
    private static final Duration MKFIFO_LIMIT = Duration.ofSeconds(10);

    private final String sandbox;
    private final Path onDisk;
    private final Path inMemory;

    private SandboxDirectories(String sandbox, Path onDisk, Path inMemory) {
        this.sandbox = sandbox;
        this.onDisk = onDisk;
        this.inMemory = inMemory;
    }

    /**
     * Names the directories of a sandbox; does no I/O.
     *
     * @param sandbox the sandbox's id
     * @param diskRoot where the agent keeps the directories of its sandboxes
     * @param memoryRoot the same in memory; see {@link MemoryRoot}
     */
    public static SandboxDirectories of(String sandbox, Path diskRoot, Path memoryRoot) {
        Identifiers.require("sandbox id", sandbox);
        return new SandboxDirectories(sandbox, diskRoot.resolve(sandbox), memoryRoot.resolve(sandbox + INPUT_SUFFIX));
    }

    /** Returns the ids of all sandboxes that have a directory below one of these roots. */
    public static Set<String> existing(Path diskRoot, Path memoryRoot) {
        Set<String> ids = new TreeSet<>(names(diskRoot));
        for (String name : names(memoryRoot)) {
            if (name.endsWith(INPUT_SUFFIX)) {
                ids.add(name.substring(0, name.length() - INPUT_SUFFIX.length()));
            }
        }
        return ids;
    }

    private static Set<String> names(Path root) {
        try (Stream<Path> entries = Files.exists(root) ? Files.list(root) : Stream.empty()) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).collect(Collectors.toSet());
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "list directory",
                            root.toString(),
                            String.valueOf(e.getMessage()),
                            "see whether the agent may read it")
                    .toException(e);
        }
    }

    /** Returns the paths. */
    public SandboxSpec.Directories paths() {
        return new SandboxSpec.Directories(
                onDisk.resolve("workspace"),
                onDisk.resolve("home"),
                inMemory.resolve("input"),
                onDisk.resolve("output"),
                onDisk.resolve("scratch"));
    }

    /**
     * Creates all of them, with the supervisor and its FIFOs. If it fails, {@link #remove} what is there.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE}; also if one exists already
     */
    public void create(ProcessLauncher processes) throws InterruptedException {
        SandboxSpec.Directories paths = paths();
        try {
            for (Path parent : List.of(onDisk, inMemory)) {
                PrivateDirectory.require(Objects.requireNonNull(parent.getParent()));
                directory(parent, "rwx------");
            }
            directory(paths.workspace(), "rwxrwxrwx");
            directory(paths.home(), "rwxrwxrwx");
            directory(paths.output(), "rwxrwxrwx");
            directory(paths.scratch(), "rwx------");
            directory(paths.input(), "rwxr-xr-x");
            supervisor(paths.input().resolve(ENTRY));
            fifos(processes, List.of(paths.input().resolve("cmd"), paths.input().resolve("ctl")));
        } catch (IOException e) {
            throw failure("create", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /**
     * Removes everything, following no link and leaving no directory of another user, if the agent may. Call it when
     * the sandbox is destroyed. Idempotent.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if something can't be removed
     */
    public void remove() {
        try {
            TreeRemoval.remove(inMemory);
            TreeRemoval.remove(onDisk);
        } catch (IOException e) {
            throw failure("remove", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /**
     * Removes all that the directories hold, and keeps the one on disk, so that {@link #existing} goes on telling of it.
     * Idempotent.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if something can't be removed
     */
    public void empty() {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(Files.createDirectories(onDisk))) {
            for (Path entry : inside) {
                TreeRemoval.remove(entry);
            }
            TreeRemoval.remove(inMemory);
        } catch (DirectoryIteratorException e) {
            throw failure("empty", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw failure("empty", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /**
     * Makes a directory of the sandbox anew, empty and for the agent alone, so that it can be filled with what was copied
     * out of the sandbox.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if that fails
     */
    public void renew(Path directory) {
        try {
            TreeRemoval.remove(directory);
            directory(directory, "rwx------");
        } catch (IOException e) {
            throw failure("renew", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /**
     * Moves all that lies in one directory into another, both of this agent. The directories themselves stay: a sandbox
     * that shares them sees no other.
     *
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if that fails
     */
    public void takeAll(Path from, Path into) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Files.move(entry, into.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw failure("fill", e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Sets the mode in a second call, since the umask takes from the first. */
    private static void directory(Path path, String mode) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(path, permissions);
    }

    private static void supervisor(Path path) throws IOException {
        try (InputStream script = Objects.requireNonNull(SandboxDirectories.class.getResourceAsStream(ENTRY), ENTRY)) {
            Files.copy(script, path);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void fifos(ProcessLauncher processes, List<Path> paths) throws IOException, InterruptedException {
        List<String> command =
                List.of("mkfifo", paths.get(0).toString(), paths.get(1).toString());
        ProcessLauncher.Output made = processes.run(command, MKFIFO_LIMIT);
        if (!made.ok()) {
            throw failure(
                    "create",
                    "mkfifo ended with exit code " + made.exitCode() + ": "
                            + made.text().strip());
        }
        for (Path fifo : paths) {
            Files.setPosixFilePermissions(fifo, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    private RuntimeException failure(String verb, String cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        verb + " directories of sandbox",
                        sandbox,
                        cause,
                        "see whether the agent may write there and whether there is room")
                .toException();
    }
}
