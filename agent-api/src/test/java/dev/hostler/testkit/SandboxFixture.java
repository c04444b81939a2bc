package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the contracts of executors share: sandboxes in a directory of the test, all gone at its end. Confined to one thread. */
public abstract class SandboxFixture {
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Lines for the job's log that the executor under test has given. */
    protected final List<String> notices = new ArrayList<>();

    private final List<JobExecutor> executors = new ArrayList<>();
    private final List<SandboxHandle> opened = new ArrayList<>();
    private int benches;

    /** Where the sandboxes of a test have their directories. */
    @TempDir
    protected Path root;

    /** The executor under test. */
    protected JobExecutor executor;

    /** Creates an executor; each one is of the same agent, as after a restart. The contract closes it. */
    protected abstract JobExecutor createExecutor();

    /** Returns a spec like the given one that can't be opened, for a reason on the host's side. */
    protected abstract SandboxSpec broken(SandboxSpec spec);

    /** Returns the image to open sandboxes with. */
    protected Optional<String> image() {
        return Optional.empty();
    }

    /** Returns about how long an open takes; it is interrupted at different moments of this time. */
    protected Duration openTime() {
        return Duration.ofMillis(60);
    }

    /** Returns a line for each thing on the host that a test has left: processes, mounts, containers. */
    protected List<String> leftovers() throws IOException {
        return List.of();
    }

    /** Creates the executor under test. */
    @BeforeEach
    final void start() {
        executor = newExecutor();
    }

    /** Ends what a test has left open, and looks whether anything is left then. */
    @AfterEach
    final void endEverything() throws IOException {
        opened.forEach(handle -> executor.recover(handle).destroy());
        assertThat(executor.sandboxes()).as("sandboxes that are left").isEmpty();
        executors.forEach(JobExecutor::close);
        assertThat(leftovers()).as("what is left on the host").isEmpty();
    }

    /** Creates a further executor of the same agent. */
    protected final JobExecutor newExecutor() {
        JobExecutor created = createExecutor();
        executors.add(created);
        return created;
    }

    /** Makes directories for a sandbox. */
    protected final SandboxBench newBench() {
        Path directory = root.resolve("sandbox-" + ++benches);
        SandboxBench bench = SandboxBench.create(directory);
        prepare(directory);
        return bench;
    }

    /** Makes a sandbox's new directories fit for the executor under test, such as for another user. */
    protected void prepare(Path directory) {}

    /** Returns a spec with an id of its own. */
    protected final SandboxSpec spec(SandboxBench bench) {
        return bench.spec("test-" + ProcessHandle.current().pid() + "-" + System.nanoTime(), image());
    }

    /** Opens a sandbox that the contract destroys after the test, and waits until its entry script runs. */
    protected final Sandbox open(SandboxBench bench) {
        return open(bench, spec(bench));
    }

    /** Opens a sandbox that the contract destroys after the test, and waits until its entry script runs. */
    protected final Sandbox open(SandboxBench bench, SandboxSpec spec) {
        try {
            Sandbox sandbox = executor.open(spec, notices::add, CancellationToken.NONE);
            hold(bench, sandbox);
            return sandbox;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Drives a sandbox by a bench, and ends it after the test. */
    final void hold(SandboxBench bench, Sandbox sandbox) {
        opened.add(sandbox.handle());
        bench.use(sandbox);
        if (!bench.isAttached()) {
            bench.awaitReady();
        }
    }

    /**
     * Ends the first process of a sandbox; returns with which exit code. Override it where files are not shared: the entry
     * script, which can be told, does not run there.
     */
    protected int end(Sandbox sandbox, SandboxBench bench) {
        bench.end(7);
        return 7;
    }
}
