package dev.hostler.engine.sandbox.attached;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.AttachedCommand;
import dev.hostler.api.spi.AttachedSandbox;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.SandboxLayout;
import dev.hostler.api.spi.SandboxSpec.Directories;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.archive.ArchiveContent;
import dev.hostler.engine.archive.ArchiveLimits;
import dev.hostler.engine.archive.ArchiveSource;
import dev.hostler.engine.archive.ArchiveTarget;
import dev.hostler.engine.sandbox.SandboxDirectories;
import dev.hostler.engine.sandbox.Session.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Brings the files of a sandbox in and back. Confined to one thread. */
final class FileTransfer {
    /** As much as one job can hand over as artifacts, five times; see the limits of those. */
    private static final ArchiveLimits LIMITS = new ArchiveLimits(1_000_000, 10L << 30);

    /** No artifact comes from there, and it can be the largest part. */
    private static final Set<String> NOT_BACK = Set.of(".git");

    private static final Duration CHECK = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final AttachedSandbox sandbox;
    private final SandboxDirectories directories;
    private final Scheduler scheduler;

    FileTransfer(AttachedSandbox sandbox, SandboxDirectories directories, Scheduler scheduler) {
        this.sandbox = sandbox;
        this.directories = directories;
        this.scheduler = scheduler;
    }

    /** The input directory comes last, and in it the supervisor: if that is there, all is. */
    void bringIn(CancellationToken stop) throws InterruptedException {
        Directories from = directories.paths();
        SandboxLayout to = sandbox.layout();
        try (ArchiveSource archive = ArchiveSource.of(
                List.of(
                        content(to.workspace(), from.workspace()),
                        content(to.home(), from.home()),
                        content(to.output(), from.output()),
                        content(to.input(), from.input())),
                stop)) {
            sandbox.copyIn("/", archive);
        } catch (IOException e) {
            throw failed("copy files into sandbox", e);
        }
        requireThere(to.input() + "/" + SandboxDirectories.ENTRY);
    }

    private static ArchiveContent content(String inside, Path outside) {
        return new ArchiveContent(inside.substring(1), outside);
    }

    private void requireThere(String path) throws InterruptedException {
        AttachedCommand look = new AttachedCommand(List.of("sh", "-c", "[ -e \"$0\" ]", path), "", false);
        try (ProgramWatch program = new ProgramWatch(sandbox.start(look, bytes -> {}), scheduler)) {
            long start = scheduler.nanoTime();
            while (program.code().isEmpty() && scheduler.nanoTime() - start < CHECK.toNanos()) {
                program.askIfDue();
                scheduler.sleep(PAUSE);
            }
            if (!program.code().equals(OptionalInt.of(0))) {
                throw incomplete(program.last().map(Object::toString).orElse("no answer"));
            }
        }
    }

    void bringBack(Part part) throws InterruptedException {
        boolean workspace = part == Part.WORKSPACE;
        Directories to = directories.paths();
        Path target = workspace ? to.workspace() : to.home();
        directories.renew(target);
        ArchiveTarget unpacked = new ArchiveTarget(target, LIMITS, workspace ? NOT_BACK : Set.of());
        try {
            sandbox.copyOut(
                    workspace ? sandbox.layout().workspace() : sandbox.layout().home(), unpacked::unpack);
        } catch (IOException e) {
            throw failed("copy files out of sandbox", e);
        }
    }

    private AgentException incomplete(String seen) {
        return Failure.cannot(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "copy files into sandbox",
                        sandbox.handle().sandbox(),
                        "not all of them are there afterwards (" + seen + ")",
                        "see whether the engine's disk has room, and submit the job anew")
                .toException();
    }

    private AgentException failed(String attempt, IOException e) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        attempt,
                        sandbox.handle().sandbox(),
                        String.valueOf(e.getMessage()),
                        "see whether there is room, and whether the job leaves more files than it must")
                .toException(e);
    }
}
