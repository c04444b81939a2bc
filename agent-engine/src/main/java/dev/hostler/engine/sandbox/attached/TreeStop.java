package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Ends a step's whole tree: TERM by a program that is sent in and waits until none but process 1 is left, grace, then KILL
 * by the executor. Confined to one thread.
 */
final class TreeStop implements AutoCloseable {
    /** Counts all but process 1, itself and the dead; with nothing but what every shell has built in. */
    private static final String TERM = """
            kill -TERM -1 2>/dev/null
            while :; do
              left=
              for d in /proc/[0-9]*; do
                p=${d#/proc/}
                if [ "$p" != 1 ] && [ "$p" != $$ ] && { read -r s <"$d/stat"; } 2>/dev/null; then
                  case ${s##*) } in Z*|X*) ;; *) left=$p ;; esac
                fi
              done
              [ "$left" ] || exit 0
              sleep 0.02 2>/dev/null || :
            done
            """;

    private final AttachedSandbox sandbox;
    private final Scheduler scheduler;
    private final long since;
    private @Nullable ProgramWatch term;
    private boolean done;

    TreeStop(AttachedSandbox sandbox, Scheduler scheduler) {
        this.sandbox = sandbox;
        this.scheduler = scheduler;
        this.since = scheduler.nanoTime();
    }

    /**
     * Goes on.
     *
     * @param grace the time between TERM and KILL
     * @return whether nothing is left
     * @throws AgentException if the host can't be asked to kill
     */
    boolean advance(Duration grace) throws InterruptedException {
        if (!done && (grace.isZero() || scheduler.nanoTime() - since >= grace.toNanos())) {
            sandbox.killSteps();
            done = true;
        } else if (!done) {
            done = isQuiet();
        }
        return done;
    }

    /** If the program can't be sent in, the grace period passes and the executor kills. */
    private boolean isQuiet() throws InterruptedException {
        if (term == null) {
            AttachedCommand command = new AttachedCommand(List.of("sh", "-c", TERM), "", true);
            try {
                term = new ProgramWatch(sandbox.start(command, bytes -> {}), scheduler);
            } catch (AgentException refused) {
                return false;
            }
        }
        term.askIfDue();
        return term.code().equals(OptionalInt.of(0));
    }

    @Override
    public void close() {
        if (term != null) {
            term.close();
        }
    }
}
