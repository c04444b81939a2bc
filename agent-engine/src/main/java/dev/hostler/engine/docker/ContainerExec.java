package dev.hostler.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecCreateCmd;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends programs into a container, and asks how they ended; what they print is not read. Immutable. */
public final class ContainerExec {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofMillis(100);

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final String container;

    /** Creates the way into a container; asks the engine nothing. */
    public ContainerExec(EngineConnection engine, Scheduler scheduler, String container) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.container = container;
    }

    /**
     * Runs a program.
     *
     * @param user who runs it; empty: whom the container was made for
     * @param limit how long it may take
     * @return its exit code; empty if it has not ended in time, and then it goes on
     * @throws com.github.dockerjava.api.exception.DockerException if the container lets no program in, or has none such
     */
    public Optional<Long> run(Optional<String> user, List<String> command, Duration limit) throws InterruptedException {
        String exec = engine.call("prepare program", CALL, client -> prepare(client, user, command));
        // Detached: no stream, so nothing to be cut. The outcome is asked for.
        engine.call("run program", CALL, client -> start(client, exec));
        return exitCode(exec, limit);
    }

    private String prepare(DockerClient client, Optional<String> user, List<String> command) {
        ExecCreateCmd prepared = client.execCreateCmd(container).withCmd(command.toArray(String[]::new));
        user.ifPresent(prepared::withUser);
        return prepared.exec().getId();
    }

    private static boolean start(DockerClient client, String exec) {
        try {
            client.execStartCmd(exec).withDetach(true).exec(new StartedExec()).await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Long> exitCode(String exec, Duration limit) throws InterruptedException {
        long begin = scheduler.nanoTime();
        Duration pause = SHORT;
        while (scheduler.nanoTime() - begin < limit.toNanos()) {
            Optional<Long> code = engine.ask(
                    "inspect program",
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
