package dev.hostler.testkit;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ExecutorContext;
import dev.hostler.api.spi.ExecutorProvider;
import dev.hostler.api.spi.JobExecutor;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxCapability;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxNotices;
import dev.hostler.api.spi.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An executor for tests: a sandbox is a plain session of processes on this host. Quick, and no isolation at all.
 * Thread-safe.
 *
 * <p>One object is both the provider and its executor, so that a test keeps hold of the knobs.
 */
@Experimental
public final class FakeExecutor implements ExecutorProvider, JobExecutor {
    private final Map<String, FakeSandbox> open = new ConcurrentHashMap<>();
    private volatile List<String> prefix = List.of();
    private volatile @Nullable Path shell;
    private volatile @Nullable String unavailable;
    private volatile @Nullable Failure openFailure;
    private volatile @Nullable String likeness;

    /** Sets which program plays {@code sh} in sandboxes that are opened from now on. */
    public FakeExecutor shell(Path program) {
        this.shell = program;
        return this;
    }

    /** Sets words to put before the command, such as {@code unshare} and its options. */
    public FakeExecutor within(String... words) {
        this.prefix = List.of(words);
        return this;
    }

    /** Sets what sandboxes are made of from now on; until then that can't be said. */
    public FakeExecutor madeOf(String word) {
        this.likeness = word;
        return this;
    }

    /** From now on the fingerprint says "not here", and opening fails. */
    public void makeUnavailable(String why) {
        this.unavailable = why;
    }

    /** From now on opening fails in this way. */
    public void failOpen(Failure failure) {
        this.openFailure = failure;
    }

    /** Takes {@link #makeUnavailable} and {@link #failOpen} back. */
    public void makeAvailable() {
        this.unavailable = null;
        this.openFailure = null;
    }

    /** Ends all sandboxes and what runs in them, as a host that restarts would. */
    public void endAll() {
        open.values().forEach(FakeSandbox::end);
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public JobExecutor create(ExecutorContext context) {
        return this;
    }

    @Override
    public Fingerprint fingerprint() {
        String why = unavailable;
        return why == null
                ? Fingerprint.available("1", "plain processes, for tests", Set.of())
                : Fingerprint.unavailable(why);
    }

    @Override
    public Set<SandboxCapability> capabilities() {
        return Set.of(SandboxCapability.SHARED_FILES);
    }

    @Override
    public Sandbox open(SandboxSpec spec, SandboxNotices notices, CancellationToken cancellation)
            throws InterruptedException {
        if (cancellation.isCancelled()) {
            throw new InterruptedException();
        }
        refuseIfTold(spec);
        notices.line("isolation: none, plain processes of this host");
        try {
            FakeSandbox sandbox = FakeSandbox.start(spec, command(spec), path(spec));
            open.put(spec.id(), sandbox);
            return sandbox;
        } catch (IOException e) {
            throw failure(spec, String.valueOf(e.getMessage())).toException(e);
        }
    }

    @Override
    public Optional<String> likeness(SandboxSpec spec) {
        return Optional.ofNullable(likeness);
    }

    @Override
    public Sandbox recover(SandboxHandle handle) {
        FakeSandbox known = open.get(handle.sandbox());
        return known != null && known.handle().equals(handle) ? known : FakeSandbox.of(handle);
    }

    @Override
    public List<SandboxHandle> sandboxes() {
        return open.values().stream()
                .filter(FakeSandbox::isAlive)
                .map(FakeSandbox::handle)
                .toList();
    }

    @Override
    public void close() {
        // Sandboxes outlive their executor.
    }

    private void refuseIfTold(SandboxSpec spec) {
        Failure told = openFailure;
        if (told != null) {
            throw told.toException();
        }
        String why = unavailable;
        if (why != null) {
            throw failure(spec, why).toException();
        }
        if (!spec.services().isEmpty()) {
            throw failure(spec, "it needs services, which a fake has not").toException();
        }
    }

    private static Failure failure(SandboxSpec spec, String cause) {
        return Failure.cannot(
                ErrorCode.RUNTIME_UNAVAILABLE, "open sandbox", spec.id(), cause, "this is a fake: change the test");
    }

    private List<String> command(SandboxSpec spec) {
        List<String> own = List.of(
                "sh",
                spec.directories().input().resolve(spec.entry()).toString(),
                spec.directories().input().toString(),
                spec.directories().output().toString());
        return Stream.of(List.of("setsid", "env", "--default-signal=INT,QUIT"), prefix, own)
                .flatMap(List::stream)
                .toList();
    }

    /** Puts the chosen shell first in the path, so that it is {@code sh} for the supervisor and for every step. */
    private String path(SandboxSpec spec) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        Path chosen = shell;
        if (chosen == null) {
            return path;
        }
        try {
            Path bin = Files.createDirectories(spec.directories().scratch().resolve("bin"));
            Files.createSymbolicLink(bin.resolve("sh"), chosen);
            return bin + ":" + path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
