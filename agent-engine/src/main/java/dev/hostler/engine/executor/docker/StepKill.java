package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ContainerExec;
import dev.hostler.engine.docker.EngineConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Kills every process in a container but its process 1, by one that is sent in. Immutable.
 *
 * <p>{@code kill -1} takes them all under one lock of the kernel; afterwards the script waits until none but zombies is
 * left, with nothing but what every shell has built in.
 */
final class StepKill {
    private static final Duration LIMIT = Duration.ofSeconds(10);
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

    private final ContainerExec exec;

    StepKill(EngineConnection engine, Scheduler scheduler, String container) {
        this.exec = new ContainerExec(engine, scheduler, container);
    }

    /** Returns whether none is left; false also if the container lets no program in, or has none to send. */
    boolean kill() throws InterruptedException {
        try {
            return exec.run(Optional.empty(), List.of("sh", "-c", SCRIPT), LIMIT)
                    .filter(code -> code == 0)
                    .isPresent();
        } catch (DockerException refused) {
            return false;
        }
    }
}
