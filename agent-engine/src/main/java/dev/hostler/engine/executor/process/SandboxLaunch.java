package dev.hostler.engine.executor.process;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Starts one sandbox and waits until its process 1 is there. Confined to one thread. */
final class SandboxLaunch {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final int SHOWN = 500;

    /** 1777. */
    private static final int STICKY_FOR_ALL = 0b001_111_111_111;

    private final ProcessLauncher processes;
    private final Scheduler scheduler;
    private final SandboxSpec spec;
    private final LaunchCommand command;

    SandboxLaunch(ProcessLauncher processes, Scheduler scheduler, SandboxSpec spec, LaunchCommand command) {
        this.processes = processes;
        this.scheduler = scheduler;
        this.spec = spec;
        this.command = command;
    }

    /**
     * The two processes of a new sandbox. Immutable.
     *
     * @param outer the one that waits outside
     * @param inner process 1 inside
     */
    record Started(ProcessIdentity outer, ProcessIdentity inner) {}

    Started start(Map<String, String> mark, CancellationToken cancellation) throws InterruptedException {
        Path scratch = spec.directories().scratch();
        prepare(scratch);
        ProcessIdentity outer = processes.spawn(command.words(), mark, scratch, scratch.resolve("log"));
        boolean started = false;
        try {
            Started both = awaitStart(outer, scratch, cancellation);
            started = true;
            return both;
        } finally {
            if (!started) {
                killTree(outer);
            }
        }
    }

    /** By their numbers: while a process changes its program, it has no mark to be found by. */
    private void killTree(ProcessIdentity top) {
        List<ProcessIdentity> children = processes.children(top);
        processes.kill(top);
        children.forEach(this::killTree);
    }

    private Started awaitStart(ProcessIdentity outer, Path scratch, CancellationToken cancellation)
            throws InterruptedException {
        long end = scheduler.nanoTime() + LIMIT.toNanos();
        while (scheduler.nanoTime() < end) {
            if (cancellation.isCancelled()) {
                throw new InterruptedException("cancelled");
            }
            boolean running = processes.isAlive(outer);
            if (hasStarted(scratch)) {
                return new Started(outer, inner(outer));
            }
            if (!running) {
                throw notStarted(scratch);
            }
            scheduler.sleep(PAUSE);
        }
        throw notStarted(scratch);
    }

    /** The script writes one byte when all is prepared; from then on a failure is the entry script's. */
    private static boolean hasStarted(Path scratch) {
        try {
            return Files.size(scratch.resolve("started")) > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Process 1 is the youngest descendant. If it has ended already, the outer one stands for it. */
    private ProcessIdentity inner(ProcessIdentity outer) {
        ProcessIdentity last = outer;
        for (int depth = 0; depth < command.depth(); depth++) {
            Optional<ProcessIdentity> child = processes.children(last).stream().findFirst();
            if (child.isEmpty()) {
                return new ProcessIdentity(outer.pid(), -1, outer.bootId());
            }
            last = child.get();
        }
        return last;
    }

    private AgentException notStarted(Path scratch) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "open sandbox",
                        spec.id(),
                        "its processes did not start (" + log(scratch) + ")",
                        "see whether namespaces and mounts are allowed on this host, or choose another isolation")
                .toException();
    }

    private static String log(Path scratch) {
        try (InputStream stream = Files.newInputStream(scratch.resolve("log"))) {
            String text = new String(stream.readNBytes(SHOWN), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "without a word" : text.replaceAll("\\s*\\R\\s*", "; ");
        } catch (IOException e) {
            return "without a log";
        }
    }

    /** The scripts, and what will be /tmp inside, with the place of the shared directories in it. */
    private static void prepare(Path scratch) {
        LaunchCommand.SCRIPTS.forEach(name -> copyScript(name, scratch.resolve(name)));
        try {
            Path temporary = Files.createDirectories(scratch.resolve("tmp"));
            Files.createDirectories(temporary.resolve("hostler"));
            Files.setAttribute(temporary, "unix:mode", STICKY_FOR_ALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyScript(String name, Path target) {
        try (InputStream script = Objects.requireNonNull(SandboxLaunch.class.getResourceAsStream(name), name)) {
            Files.copy(script, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
