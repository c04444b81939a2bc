package dev.hostler.engine.sandbox;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Up to when the steps of a sandbox may run, unless that is renewed. The supervisor itself keeps it, so it holds without
 * any agent. For a job that somebody else may take over when its agent stays away: either it goes on here, or another
 * may have it. Thread-safe; whoever takes the sandbox up later finds it in the input directory.
 *
 * <p>A guard against agents that die or hang, not against the job: a step that ends every process of its sandbox ends the
 * clock of its own fence too. It is set up anew for the next step.
 */
public final class Fence {
    /**
     * How long before the deadline a step is ended: the supervisor looks once a second, reads whole seconds, and needs a
     * moment to end a tree.
     */
    public static final Duration MARGIN = Duration.ofSeconds(5);

    private final Path file;
    private final Path draft;

    Fence(Path inputDirectory) {
        this.file = inputDirectory.resolve("fence");
        this.draft = inputDirectory.resolve("fence.draft");
    }

    /**
     * Sets the deadline, or another one in its place. Steps that begin later are under it; for one that runs already it
     * counts if the step began under a fence.
     *
     * @param deadline when somebody else may have the job, on the boot clock; steps are ended {@link #MARGIN} before
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if it can't be written: then the earlier
     *     one stands
     */
    public synchronized void renew(Duration deadline) {
        Duration end = deadline.minus(MARGIN);
        try {
            InputDirectory.write(draft, (end.isNegative() ? 0 : end.toSeconds()) + "\n");
            InputDirectory.move(draft, file);
        } catch (IOException e) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "renew fence",
                            file.toString(),
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "see whether the memory directory can be written and has room")
                    .toException(e);
        }
    }

    /** Returns when steps are ended, on the boot clock; empty if there is no fence. */
    Optional<Duration> end() throws IOException {
        return Files.exists(file)
                ? Optional.of(
                        Duration.ofSeconds(Long.parseLong(Files.readString(file).strip())))
                : Optional.empty();
    }
}
