package dev.hostler.engine.executor.process;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxMemory;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** A sandbox of host processes. Thread-safe. */
final class ProcessSandbox implements Sandbox {
    private static final Duration EXIT_CODE = Duration.ofMillis(200);
    private static final Duration PASS_ON = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(10);

    /** What a shell says of a program that ended by the signal KILL. */
    private static final int KILLED = 137;

    /** What unshare(1) of util-linux 2.38 makes of it: it can't end by KILL in its turn. */
    private static final int UNSHARE_FAILED = 1;

    private final SandboxHandle handle;
    private final SandboxRecord at;
    private final ProcessLauncher processes;
    private final MarkedProcesses marked;
    private final StepKiller steps;
    private final SandboxUsers users;
    private final SteadyWait waits;
    private final ControlGroup group;

    /** @param at what the handle holds */
    ProcessSandbox(SandboxHandle handle, SandboxRecord at, ProcessRooms rooms) {
        this.handle = handle;
        this.at = at;
        this.processes = rooms.processes();
        this.marked = rooms.marked();
        this.users = rooms.users();
        this.waits = new SteadyWait(rooms.scheduler());
        this.group = at.group();
        this.steps = new StepKiller(handle.sandbox(), at, rooms);
    }

    /** Returns its process 1. */
    ProcessLauncher.ProcessIdentity inner() {
        return at.inner();
    }

    @Override
    public SandboxHandle handle() {
        return handle;
    }

    @Override
    public SandboxLayout layout() {
        return at.layout();
    }

    @Override
    public SandboxState state() {
        if (processes.isAlive(at.inner())) {
            return new SandboxState.Alive();
        }
        waits.until(() -> !processes.isAlive(at.outer()), EXIT_CODE);
        OptionalInt code = exitCode();
        return new SandboxState.Ended(code, wasKilled(code) && memory().kills() > 0);
    }

    private boolean wasKilled(OptionalInt code) {
        return code.equals(OptionalInt.of(KILLED))
                || (at.strength().hasNamespaces() && code.equals(OptionalInt.of(UNSHARE_FAILED)));
    }

    @Override
    public SandboxMemory memory() {
        return group.memory();
    }

    private OptionalInt exitCode() {
        try {
            return OptionalInt.of(
                    Integer.parseInt(Files.readString(Path.of(at.exitFile())).strip()));
        } catch (IOException | NumberFormatException unknown) {
            return OptionalInt.empty();
        }
    }

    @Override
    public void passOn(SandboxSpec.Directories directories, SandboxNotices notices) throws InterruptedException {
        if (at.user() == 0) {
            return;
        }
        String owner = at.user() + ":" + at.user();
        List<String> command = List.of(
                "chown",
                "-hR",
                owner,
                directories.workspace().toString(),
                directories.home().toString());
        if (!processes.run(command, PASS_ON).ok()) {
            notices.line("files of the workspace stay the agent's, so that the job's user " + at.user()
                    + " may be unable to change them");
        }
    }

    @Override
    public void killSteps() throws InterruptedException {
        if (processes.isAlive(at.inner()) && !steps.kill()) {
            processes.kill(at.inner());
            waits.until(() -> !processes.isAlive(at.inner()), END);
        }
    }

    /** A namespace ends with its process 1, and the outer process by itself then; a session is swept by its mark. */
    @Override
    public void destroy() {
        processes.kill(at.inner());
        boolean ended = waits.until(() -> !processes.isAlive(at.inner()), END)
                && waits.until(
                        () -> !processes.isAlive(at.outer()), at.strength().hasNamespaces() ? END : EXIT_CODE);
        if ((!ended || !at.strength().hasNamespaces()) && !marked.kill(handle.sandbox(), Set.of())) {
            throw notEnded();
        }
        if (!waits.until(group::remove, END)) {
            throw notEnded();
        }
        if (at.user() != 0) {
            users.release(at.user());
        }
    }

    private AgentException notEnded() {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "destroy sandbox",
                        handle.sandbox(),
                        "its process " + at.inner().pid() + " does not end when killed",
                        "look what it waits for (a disk or a network file system); it is tried again later")
                .toException();
    }
}
