package dev.hostler.engine.sandbox;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.process.OsProcessLauncher;
import dev.hostler.engine.time.SystemScheduler;
import dev.hostler.testkit.FakeExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One sandbox on this host with everything around it; gone without a trace when closed. */
final class SupervisedBench implements AutoCloseable {
    static final List<String> SHELLS = List.of("busybox", "dash", "bash");

    final Path root;
    private final Path memory;
    final FakeExecutor executor = new FakeExecutor();
    final SandboxDirectories directories;
    final SandboxSpec.Directories paths;
    final SystemScheduler threads = SystemScheduler.create();
    final ProcessLauncher programs = new OsProcessLauncher(threads);
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Sandbox sandbox;
    private SandboxSession session;
    private int steps;

    private SupervisedBench(String shell) throws IOException, InterruptedException {
        this.root = Files.createTempDirectory("hostler-sandbox-");
        this.memory =
                MemoryRoot.choose(Map.of(), root, root.getFileName().toString()).directory();
        this.directories = SandboxDirectories.of("s" + UUID.randomUUID(), root.resolve("disk"), memory);
        this.paths = directories.paths();
        executor.shell(Path.of("/usr/bin", shell));
        directories.create(programs);
    }

    static SupervisedBench on(String shell) throws IOException, InterruptedException {
        return new SupervisedBench(shell).start(OutputBounds.DEFAULT);
    }

    static SupervisedBench withOutputLimit(long bytes) throws IOException, InterruptedException {
        return new SupervisedBench("dash").start(new OutputBounds(bytes, OutputBounds.DEFAULT.spool()));
    }

    static SupervisedBench withSpool(long bytes) throws IOException, InterruptedException {
        return new SupervisedBench("dash").start(new OutputBounds(OutputBounds.DEFAULT.total(), bytes));
    }

    /** In a PID namespace, in which the supervisor is process 1. */
    static SupervisedBench inNamespace(String shell) throws IOException, InterruptedException {
        return inNamespace(shell, OutputBounds.DEFAULT);
    }

    static SupervisedBench inNamespaceWithSpool(long bytes) throws IOException, InterruptedException {
        return inNamespace("dash", new OutputBounds(OutputBounds.DEFAULT.total(), bytes));
    }

    private static SupervisedBench inNamespace(String shell, OutputBounds bounds)
            throws IOException, InterruptedException {
        SupervisedBench bench = new SupervisedBench(shell);
        bench.executor.within("unshare", "--fork", "--pid", "--mount-proc", "--kill-child");
        return bench.start(bounds);
    }

    /** Not as process 1, yet in a PID namespace, which is as far as a signal to everybody would reach. */
    static SupervisedBench fenced(String shell) throws IOException, InterruptedException {
        SupervisedBench bench = new SupervisedBench(shell);
        bench.executor.within(
                "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", "\"$@\"; exit", "sh");
        return bench.start(OutputBounds.DEFAULT);
    }

    private SupervisedBench start(OutputBounds bounds) throws InterruptedException {
        SandboxSpec spec = new SandboxSpec(
                paths.workspace().getParent().getFileName().toString(),
                paths,
                SandboxDirectories.ENTRY,
                Optional.empty(),
                SandboxSpec.Limits.NONE,
                true);
        sandbox = executor.open(spec, line -> {}, CancellationToken.NONE);
        session = SandboxSession.open(sandbox, paths, threads, bounds);
        session.awaitReady(Duration.ofSeconds(40));
        return this;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    SandboxSession session() {
        return session;
    }

    /** Lets the session go and takes the sandbox up by its handle, as another run of the agent would. */
    void restartAgent() {
        session.close();
        sandbox = executor.recover(sandbox.handle());
        session = SandboxSession.open(sandbox, paths, threads, OutputBounds.DEFAULT);
    }

    int nextNumber() {
        return ++steps;
    }

    StepOrder script(String text) {
        return script(text, Map.of());
    }

    StepOrder script(String text, Map<String, String> env) {
        return new StepOrder(nextNumber(), new StepCommand.Script(text, Optional.empty()), env, Optional.empty());
    }

    StepEnd run(String text) throws InterruptedException {
        return run(script(text), StopRequest.NEVER);
    }

    StepEnd run(StepOrder order) throws InterruptedException {
        return run(order, StopRequest.NEVER);
    }

    StepEnd run(StepOrder order, StopRequest stop) throws InterruptedException {
        output.reset();
        return session.run(order, this::keep, stop);
    }

    void keep(byte[] buffer, int length) {
        synchronized (output) {
            output.write(buffer, 0, length);
        }
    }

    byte[] bytes() {
        synchronized (output) {
            return output.toByteArray();
        }
    }

    /** What the last step wrote, up to now. */
    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Writes to a FIFO as a process of the job could. */
    void write(String fifo, String text) {
        try {
            Files.write(input(fifo), text.getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path input(String name) {
        return paths.input().resolve(name);
    }

    Path output(String name) {
        return paths.output().resolve(name);
    }

    @Override
    public void close() throws IOException {
        session.close();
        sandbox.destroy();
        directories.remove();
        TreeRemoval.remove(memory);
        TreeRemoval.remove(root);
        threads.close();
    }
}
