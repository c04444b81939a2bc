package dev.hostler.engine.executor.process;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Kills every process of a sandbox but its process 1. Immutable.
 *
 * <p>In a PID namespace one {@code kill -1} from inside takes them all: the kernel signals them under one lock, so no
 * process that forks all the time escapes it, and process 1 is spared by the kernel.
 */
final class StepKiller {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Never kills in another namespace than the one that was meant: process 1 may have ended and its number passed on. */
    private static final String KILL_ALL =
            "[ \"$(readlink /proc/self/ns/pid)\" = \"$1\" ] || exit 9;" + " kill -KILL -1 2>/dev/null; exit 0";

    private final String sandbox;
    private final SandboxRecord at;
    private final ProcessRooms rooms;

    StepKiller(String sandbox, SandboxRecord at, ProcessRooms rooms) {
        this.sandbox = sandbox;
        this.at = at;
        this.rooms = rooms;
    }

    /** Returns whether none is left. */
    boolean kill() throws InterruptedException {
        if (at.namespace().isEmpty()) {
            return rooms.marked().kill(sandbox, Set.of(at.inner(), at.outer()));
        }
        Output output = rooms.processes().run(command(), LIMIT);
        return output.ok() && new SteadyWait(rooms.scheduler()).until(this::nothingLeft, LIMIT);
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(
                List.of("nsenter", "--target", String.valueOf(at.inner().pid()), "--pid"));
        if (at.strength() == IsolationStrength.USER_NAMESPACE) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        words.addAll(List.of("sh", "-c", KILL_ALL, "sh", at.namespace()));
        return words;
    }

    private boolean nothingLeft() {
        HostProcesses host = rooms.host();
        try {
            return host.all().stream()
                    .filter(pid -> pid != at.inner().pid())
                    .filter(pid ->
                            host.namespace(pid).filter(at.namespace()::equals).isPresent())
                    .noneMatch(host::runs);
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "kill steps of sandbox",
                            sandbox,
                            "/proc can't be read",
                            "mount it")
                    .toException(e);
        }
    }
}
