package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Kills every process in a container but its process 1, by one that is sent in as root. Immutable.
 *
 * <p>{@code kill -1} takes them all under one lock of the kernel; afterwards the script waits until none but zombies is
 * left, with nothing but what every shell has built in.
 */
final class StepKill {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String SCRIPT = """
            kill -KILL -1 2>/dev/null
            tries=0
            while [ $tries -lt 300 ]; do
              left=
              for d in /proc/[0-9]*; do
                p=${d#/proc/}
                if [ "$p" != 1 ] && [ "$p" != $$ ] && { read -r s <"$d/stat"; } 2>/dev/null; then
                  case ${s##*) } in Z*|X*) ;; *) left=$p ;; esac
                fi
              done
              [ "$left" ] || exit 0
              tries=$((tries+1))
              sleep 0.01 2>/dev/null || :
            done
            exit 1
            """;

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final String container;

    StepKill(EngineConnection engine, Scheduler scheduler, String container) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.container = container;
    }

    /** Returns whether none is left; false also if the container lets no program in, or has none to send. */
    boolean kill() throws InterruptedException {
        try {
            String exec = engine.call("prepare kill", LIMIT, this::prepare);
            // Detached: no stream, so nothing to be cut. The outcome is asked for.
            engine.call("kill steps", LIMIT, client -> start(client, exec));
            return exitCode(exec).filter(code -> code == 0).isPresent();
        } catch (DockerException refused) {
            return false;
        }
    }

    private String prepare(DockerClient client) {
        return client.execCreateCmd(container)
                .withUser("0")
                .withCmd("sh", "-c", SCRIPT)
                .exec()
                .getId();
    }

    private static boolean start(DockerClient client, String exec) {
        try (ResultCallback.Adapter<Frame> started =
                client.execStartCmd(exec).withDetach(true).exec(new ResultCallback.Adapter<>())) {
            started.awaitCompletion();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Long> exitCode(String exec) throws InterruptedException {
        long end = scheduler.nanoTime() + LIMIT.toNanos();
        while (scheduler.nanoTime() < end) {
            Optional<Long> code = engine.call(
                    "inspect kill",
                    LIMIT,
                    client -> Optional.ofNullable(
                            client.inspectExecCmd(exec).exec().getExitCodeLong()));
            if (code.isPresent()) {
                return code;
            }
            scheduler.sleep(PAUSE);
        }
        return Optional.empty();
    }
}
