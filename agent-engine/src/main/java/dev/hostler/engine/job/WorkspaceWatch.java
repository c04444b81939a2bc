package dev.hostler.engine.job;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Looks from time to time how much disk a job's workspace and home directory take, on a thread of its own. Thread-safe.
 *
 * <p>It is du(1) that counts: blocks and not lengths, so that a sparse file is not held against anybody, a file with two
 * names once, no links followed, no other file system entered, and trees deeper than a path may be long. It rests ten
 * times as long as a look took. What can't be counted, such as directories that are closed to an agent that is not root,
 * counts nothing.
 */
final class WorkspaceWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMinutes(2);
    private static final Duration LEAST_REST = Duration.ofMillis(500);
    private static final int REST_FACTOR = 10;
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d{1,15})\t/");
    private static final long BLOCK = 1024;

    private final Scheduler scheduler;
    private final ProcessLauncher processes;
    private final List<String> command;
    private final OptionalLong limit;
    private final Optional<Scheduler.Task> task;
    private volatile boolean exceeded;

    private WorkspaceWatch(
            Scheduler scheduler, ProcessLauncher processes, SandboxSpec.Directories at, OptionalLong limit) {
        this.scheduler = scheduler;
        this.processes = processes;
        this.command =
                List.of("du", "-skx", at.workspace().toString(), at.home().toString());
        this.limit = limit;
        this.task = limit.isPresent()
                ? Optional.of(scheduler.start("hostler-workspace-watch", this::watch))
                : Optional.empty();
    }

    /** Begins to watch; without a limit there is nothing to do. */
    static WorkspaceWatch start(JobRooms rooms, SandboxSpec.Directories at, OptionalLong limit) {
        return new WorkspaceWatch(rooms.scheduler(), rooms.processes(), at, limit);
    }

    /** Returns the limit, once it was found exceeded; it stays so. */
    Optional<Overrun> overrun() {
        return exceeded ? Optional.of(Overrun.workspace(limit.orElse(0))) : Optional.empty();
    }

    /** Looks now, on the calling thread. */
    void look() throws InterruptedException {
        if (limit.isPresent() && !exceeded && used() > limit.getAsLong()) {
            exceeded = true;
        }
    }

    private void watch() {
        try {
            while (!exceeded) {
                long begin = scheduler.nanoTime();
                look();
                Duration rest = Duration.ofNanos(scheduler.nanoTime() - begin).multipliedBy(REST_FACTOR);
                scheduler.sleep(rest.compareTo(LEAST_REST) > 0 ? rest : LEAST_REST);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The job may remove files under the count, of which du complains; the numbers stand all the same. */
    private long used() throws InterruptedException {
        return LINE.matcher(processes.run(command, LOOK).text())
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)) * BLOCK)
                .sum();
    }

    /** Stops watching. Idempotent. */
    @Override
    public void close() {
        task.ifPresent(Scheduler.Task::cancel);
    }
}
