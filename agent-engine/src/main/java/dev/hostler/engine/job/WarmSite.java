package dev.hostler.engine.job;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxState;
import dev.hostler.engine.warm.Standing;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A site with its sandbox, which stands ready and belongs to no job yet. Used by one thread at a time.
 *
 * @param site the site, which holds the sandbox
 * @param sandbox the sandbox
 * @param lines what its executor has told when it was opened, for the log of its job
 * @param likeness what it was made of
 * @param likenessNow what it would be made of now
 */
record WarmSite(
        JobSite site, Sandbox sandbox, List<String> lines, String likeness, Supplier<Optional<String>> likenessNow)
        implements Standing {
    /** A loaded host needs some of it; an idle one answers within a millisecond. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    WarmSite {
        lines = List.copyOf(lines);
    }

    @Override
    public boolean answers() throws InterruptedException {
        return site.answers(ANSWER);
    }

    @Override
    public boolean isSound() {
        if (sandbox.state() instanceof SandboxState.Ended) {
            return false;
        }
        try {
            return likenessNow.get().filter(likeness::equals).isPresent();
        } catch (AgentException hostDoesNotAnswer) {
            return true;
        }
    }

    /**
     * Makes it this job's and nobody else's, for ever: the name of the first job is in a file that is made once.
     *
     * @throws AgentException with {@code INTERNAL} if it is another job's
     */
    void claim(JobKey job) {
        Path file = site.directories().input().resolveSibling("taken");
        try {
            Files.writeString(file, job + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException taken) {
            throw unclaimed(ErrorCode.INTERNAL, "another job has it", "report this defect with the agent's log")
                    .toException(taken);
        } catch (IOException e) {
            throw unclaimed(
                            ErrorCode.STATE_UNAVAILABLE,
                            String.valueOf(e.getMessage()),
                            "see whether there is room on the disk")
                    .toException(e);
        }
    }

    private Failure unclaimed(ErrorCode code, String cause, String remedy) {
        return Failure.cannot(code, "hand over sandbox", site.sandboxId(), cause, remedy);
    }

    /**
     * Hands the sandbox to its job.
     *
     * @param filled whether something was put into its directories since it was opened
     */
    Sandbox enter(boolean filled, SandboxNotices notices) throws InterruptedException {
        lines.forEach(notices::line);
        if (filled) {
            sandbox.passOn(site.directories(), notices);
        }
        return sandbox;
    }

    @Override
    public void destroy() {
        site.destroy();
    }
}
