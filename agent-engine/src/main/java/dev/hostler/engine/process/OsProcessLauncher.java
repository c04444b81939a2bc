package dev.hostler.engine.process;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts and ends the processes of a Linux host. Thread-safe. */
public final class OsProcessLauncher implements ProcessLauncher {
    private static final int OUTPUT_LIMIT = 64 * 1024;
    private static final int INPUT_LIMIT = 4096;
    private static final byte[] NO_INPUT = {};
    private static final int NO_SUCH_PROGRAM = 127;
    private static final int TIME_OVER = 124;
    private static final String SESSION = "setsid";
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);
    private static final File NOTHING = new File("/dev/null");

    private final Scheduler scheduler;
    private final Programs programs = Programs.ofThisProcess();
    private final DefaultSignals signals = DefaultSignals.ofThisProcess();
    private final ProcessTable table = new ProcessTable(Path.of("/proc"));

    /** Creates a launcher. */
    public OsProcessLauncher(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Output run(List<String> command, Duration limit) throws InterruptedException {
        return await(programs, command, inOwnSession(command).redirectErrorStream(true), NO_INPUT, limit);
    }

    @Override
    public Output ask(List<String> command, Map<String, String> environment, String input, Duration limit)
            throws InterruptedException {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > INPUT_LIMIT) {
            throw Failure.cannot(
                            ErrorCode.INVALID_INPUT,
                            "ask program",
                            command.get(0),
                            "its input has " + bytes.length + " bytes, more than " + INPUT_LIMIT,
                            "shorten it")
                    .toException();
        }
        ProcessBuilder builder = inOwnSession(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        String path = environment.get("PATH");
        return await(path == null ? programs : new Programs(path), command, builder, bytes, limit);
    }

    private Output await(Programs known, List<String> command, ProcessBuilder builder, byte[] input, Duration limit)
            throws InterruptedException {
        if (known.find(command.get(0)).isEmpty()) {
            return new Output(NO_SUCH_PROGRAM, "no such program: " + command.get(0));
        }
        try {
            Process process = builder.start();
            write(process, input);
            return await(process, limit);
        } catch (IOException e) {
            return new Output(NO_SUCH_PROGRAM, String.valueOf(e.getMessage()));
        }
    }

    /** Does not block, since the smallest pipe takes that much (pipe(7)). */
    private static void write(Process process, byte[] input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException unread) {
            // A program may end without reading; its exit code tells what came of it.
        }
    }

    private Output await(Process process, Duration limit) throws InterruptedException {
        BoundedOutput output = new BoundedOutput(process, scheduler, OUTPUT_LIMIT);
        Scheduler.Task reader = scheduler.start("process-" + process.pid(), output);
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                new ProcessTree(table, scheduler, process.pid()).kill();
                return new Output(TIME_OVER, output.text());
            }
            reader.join(LAST_OUTPUT);
            return new Output(process.exitValue(), output.text());
        } finally {
            if (process.isAlive()) {
                new ProcessTree(table, scheduler, process.pid()).kill();
            }
            reader.cancel();
        }
    }

    @Override
    public ProcessIdentity spawn(List<String> command, Map<String, String> environment, Path directory, Path output) {
        requireProgram(command, command.get(0));
        requireProgram(command, SESSION);
        ProcessBuilder builder = inOwnSession(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return identity(builder.start().pid());
        } catch (IOException e) {
            throw cannotStart(command, String.valueOf(e.getMessage())).toException(e);
        }
    }

    /** One that has ended already gets a start time that no process has, so that it is never taken for another. */
    private ProcessIdentity identity(long pid) {
        return table.find(pid).map(this::identity).orElse(new ProcessIdentity(pid, -1, scheduler.bootId()));
    }

    private ProcessIdentity identity(ProcessStat stat) {
        return new ProcessIdentity(stat.pid(), stat.startTicks(), scheduler.bootId());
    }

    @Override
    public boolean isAlive(ProcessIdentity process) {
        return find(process).filter(ProcessStat::runs).isPresent();
    }

    @Override
    public void kill(ProcessIdentity process) {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        // The handle remembers its process's start as well, so the number can't pass to another between look and kill.
        if (isAlive(process) && process.pid() != ProcessHandle.current().pid()) {
            handle.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public List<ProcessIdentity> children(ProcessIdentity process) {
        if (find(process).isEmpty()) {
            return List.of();
        }
        return table.children(process.pid()).stream().map(this::identity).toList();
    }

    private Optional<ProcessStat> find(ProcessIdentity process) {
        return table.find(process.pid())
                .filter(stat -> stat.startTicks() == process.startTicks())
                .filter(stat -> process.bootId().equals(scheduler.bootId()));
    }

    /** A new process leads no group, so {@code setsid} need not fork and the process keeps its number. */
    private ProcessBuilder inOwnSession(List<String> command) {
        List<String> words = new ArrayList<>(signals.prefix());
        words.addAll(command);
        programs.find(SESSION).ifPresent(session -> words.add(0, session.toString()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(NOTHING);
        builder.environment().clear();
        builder.environment().put("PATH", programs.path());
        return builder;
    }

    private void requireProgram(List<String> command, String name) {
        if (programs.find(name).isEmpty()) {
            throw cannotStart(command, "there is no program " + name + " on this host")
                    .toException();
        }
    }

    private static Failure cannotStart(List<String> command, String cause) {
        return Failure.cannot(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "start program",
                command.get(0),
                cause,
                "install the package util-linux, or choose another isolation");
    }
}
