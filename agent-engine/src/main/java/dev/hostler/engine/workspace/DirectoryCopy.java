package dev.hostler.engine.workspace;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Copies a directory of the host into a workspace, as it is but for what git ignores. Confined to one thread. */
final class DirectoryCopy {
    private final Scheduler scheduler;
    private final Path from;
    private final Path workspace;
    private final Consumer<String> notices;
    private final ProgressMonitor monitor;

    DirectoryCopy(Scheduler scheduler, Path from, Path workspace, Consumer<String> notices, ProgressMonitor monitor) {
        this.scheduler = scheduler;
        this.from = from;
        this.workspace = workspace;
        this.notices = notices;
        this.monitor = monitor;
    }

    FetchedSource run() {
        if (!Files.isDirectory(from)) {
            throw unavailable("it is no directory", "check the path").toException();
        }
        long start = scheduler.nanoTime();
        notices.accept("copying " + from);
        try {
            TreeCopy copy = new TreeCopy(from.toRealPath(), workspace.toRealPath(), notices, monitor);
            copy.run();
            tell(copy, scheduler.nanoTime() - start);
        } catch (AccessDeniedException e) {
            throw unavailable("'" + e.getFile() + "' can't be read", "let the agent's user read it")
                    .toException(e);
        } catch (IOException e) {
            throw failed(e);
        }
        return new FetchedSource(GitWorkTree.at(from).flatMap(GitWorkTree::head));
    }

    private AgentException failed(IOException e) {
        return unavailable(String.valueOf(e.getMessage()), "check the directory and the free space")
                .toException(e);
    }

    private void tell(TreeCopy copy, long nanos) {
        if (copy.special() > 0) {
            notices.accept("left out " + copy.special() + " sockets, FIFOs and devices");
        }
        notices.accept(String.format(Locale.ROOT, "copied %d files (%.1f s)", copy.files(), nanos / 1e9));
    }

    private Failure unavailable(String cause, String remedy) {
        return Failure.cannot(ErrorCode.SOURCE_UNAVAILABLE, "copy directory", from.toString(), cause, remedy);
    }
}
