package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends a script into a running container, as the container's own user, and waits for its end. Immutable.
 *
 * <p>That user reaches every process inside: if it is not root, there is no other, since none can gain privileges; and
 * root that is sent into such a container has no power there.
 */
final class ContainerCommand {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofMillis(100);

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final String container;

    ContainerCommand(EngineConnection engine, Scheduler scheduler, String container) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.container = container;
    }

    /**
     * Runs a script of {@code sh}.
     *
     * @return its exit code; empty if it did not end in time, and then it goes on
     * @throws com.github.dockerjava.api.exception.DockerException if the container lets no program in
     */
    Optional<Long> run(String script, Duration limit) throws InterruptedException {
        String exec = engine.call("prepare command", CALL, client -> prepare(client, script));
        // Detached: no stream, so nothing to be cut. The outcome is asked for.
        engine.call("start command", CALL, client -> start(client, exec));
        return exitCode(exec, limit);
    }

    private String prepare(DockerClient client, String script) {
        return client.execCreateCmd(container)
                .withCmd("sh", "-c", script)
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

    private Optional<Long> exitCode(String exec, Duration limit) throws InterruptedException {
        long begin = scheduler.nanoTime();
        Duration pause = SHORT;
        while (scheduler.nanoTime() - begin < limit.toNanos()) {
            Optional<Long> code = engine.call(
                    "inspect command",
                    CALL,
                    client -> Optional.ofNullable(
                            client.inspectExecCmd(exec).exec().getExitCodeLong()));
            if (code.isPresent()) {
                return code;
            }
            scheduler.sleep(pause);
            pause = pause.compareTo(LONG) < 0 ? pause.multipliedBy(2) : LONG;
        }
        return Optional.empty();
    }
}
