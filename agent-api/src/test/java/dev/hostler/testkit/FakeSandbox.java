package dev.hostler.testkit;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Sandbox;
import dev.hostler.api.spi.SandboxHandle;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.api.spi.SandboxState;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plain session of processes. Thread-safe.
 *
 * <p>The handle is {@code PID START WORKSPACE HOME INPUT OUTPUT}, tab-separated.
 */
final class FakeSandbox implements Sandbox {
    private static final Pattern HANDLE = Pattern.compile("\\d+(\t[^\t]+){5}");

    private final SandboxHandle handle;
    private final SandboxLayout layout;
    private final long pid;
    private final String start;
    private final @Nullable Process process;

    private FakeSandbox(SandboxHandle handle, @Nullable Process process) {
        List<String> words = List.of(handle.value().split("\t", -1));
        this.handle = handle;
        this.pid = Long.parseLong(words.get(0));
        this.start = words.get(1);
        this.layout = new SandboxLayout(words.get(2), words.get(3), words.get(4), words.get(5));
        this.process = process;
    }

    static FakeSandbox start(SandboxSpec spec, List<String> command, String path) throws IOException {
        SandboxSpec.Directories directories = spec.directories();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", directories.home().toString());
        builder.environment().put(HostProcesses.MARK, spec.id());
        builder.directory(directories.workspace().toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(directories.scratch().resolve("console").toFile());
        Process process = builder.start();
        String value = String.join(
                "\t",
                String.valueOf(process.pid()),
                HostProcesses.start(process.pid()).orElse("gone"),
                directories.workspace().toString(),
                directories.home().toString(),
                directories.input().toString(),
                directories.output().toString());
        return new FakeSandbox(new SandboxHandle(spec.id(), "fake", value), process);
    }

    static FakeSandbox of(SandboxHandle handle) {
        if (!HANDLE.matcher(handle.value()).matches()) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "recover sandbox",
                            handle.sandbox(),
                            "its handle is none of the fake's",
                            "see which executor wrote it")
                    .toException();
        }
        return new FakeSandbox(handle, null);
    }

    @Override
    public SandboxHandle handle() {
        return handle;
    }

    @Override
    public SandboxLayout layout() {
        return layout;
    }

    @Override
    public SandboxState state() {
        if (isAlive()) {
            return new SandboxState.Alive();
        }
        Process known = process;
        boolean ended = known != null && !known.isAlive();
        return new SandboxState.Ended(ended ? OptionalInt.of(known.exitValue()) : OptionalInt.empty(), false);
    }

    boolean isAlive() {
        Process known = process;
        return known != null ? known.isAlive() : HostProcesses.start(pid).equals(Optional.of(start));
    }

    @Override
    public void killSteps() throws InterruptedException {
        Set<Long> spared = supervisor();
        while (!HostProcesses.kill(inside(spared))) {
            Thread.sleep(5);
        }
    }

    @Override
    public void destroy() {
        end();
    }

    /** Ends all processes, as an end of the host would: process 1 first, so that it can't note how a step ended. */
    void end() {
        Set<Long> first = supervisor();
        first.retainAll(inside(Set.of()));
        first.forEach(HostProcesses::kill);
        boolean interrupted = false;
        while (!HostProcesses.kill(inside(Set.of()))) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Process 1, and what was put before it. */
    private Set<Long> supervisor() {
        Set<Long> chain = new HashSet<>(Set.of(pid));
        if (!HostProcesses.isShell(pid)) {
            HostProcesses.children(pid).stream().filter(HostProcesses::isShell).forEach(chain::add);
        }
        return chain;
    }

    private Set<Long> inside(Set<Long> spared) {
        Set<Long> found = HostProcesses.belongingTo(handle.sandbox());
        if (isAlive()) {
            found.add(pid);
            found.addAll(HostProcesses.descendants(pid));
        }
        found.removeAll(spared);
        return found;
    }
}
