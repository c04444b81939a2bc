package dev.hostler.engine.workspace;

import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Source;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.retry.RetrySchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Brings a source's files into a workspace, without running any program of the host. Thread-safe. */
public final class SourceFetcher {
    private final Scheduler scheduler;
    private final FetchSettings settings;

    /** Creates a fetcher that uses the ssh keys and known hosts of the agent's user. */
    public SourceFetcher(Scheduler scheduler) {
        this(scheduler, FetchSettings.ofUser());
    }

    SourceFetcher(Scheduler scheduler, FetchSettings settings) {
        this.scheduler = scheduler;
        this.settings = settings;
    }

    /**
     * Fetches; a server that fails in passing is asked again, up to five times. Nothing outside the workspace is written. After a failure the workspace holds rests, which the caller
     * removes.
     *
     * @param source what to fetch
     * @param workspace a directory that is there and empty
     * @param token the access token for http and https; sent to the source's own server only, and stored nowhere
     * @param notices gets a line for people now and then, on the calling thread
     * @param cancellation ends the fetch within seconds, even if the server hangs
     * @throws dev.hostler.api.error.AgentException with {@code SOURCE_UNAVAILABLE}, {@code INVALID_INPUT} for an address
     *     of a wrong form, or {@code CANCELLED}
     * @throws InterruptedException if the calling thread is interrupted; the fetch then ends too
     */
    public FetchedSource fetch(
            Source source,
            Path workspace,
            Optional<String> token,
            Consumer<String> notices,
            CancellationToken cancellation)
            throws InterruptedException {
        RetrySchedule.Attempt<FetchedSource> attempt = () -> attempt(source, workspace, token, notices, cancellation);
        return settings.retries().run(attempt, scheduler, notices, cancellation);
    }

    /** Begins in an empty directory, whatever an earlier attempt has left. */
    private FetchedSource attempt(
            Source source,
            Path workspace,
            Optional<String> token,
            Consumer<String> notices,
            CancellationToken cancellation)
            throws InterruptedException {
        EmptyDirectory.require(workspace);
        AbandonableCall<FetchedSource> call = new AbandonableCall<>(
                scheduler, (told, abandoned) -> fetch(source, workspace, token, told, new CancelMonitor(abandoned)));
        return call.await(notices, cancellation, () -> FetchFailures.cancelled(nameOf(source)));
    }

    private FetchedSource fetch(
            Source source, Path workspace, Optional<String> token, Consumer<String> notices, ProgressMonitor monitor)
            throws IOException {
        return GitSettingsScope.installed().call(() -> {
            if (source instanceof DirectorySource directory) {
                return new DirectoryCopy(scheduler, directory.directory(), workspace, notices, monitor).run();
            }
            return fetchGit((GitSource) source, workspace, token, notices, monitor);
        });
    }

    private FetchedSource fetchGit(
            GitSource source,
            Path workspace,
            Optional<String> token,
            Consumer<String> notices,
            ProgressMonitor monitor) {
        RemoteUrl url = RemoteUrl.parse(source.url());
        if (url.kind() == RemoteUrl.Kind.LOCAL && source.ref().equals("HEAD") && isDirty(url.path())) {
            notices.accept("the work tree has uncommitted changes; they are not part of this run");
        }
        try (GitCheckout checkout = new GitCheckout(scheduler, settings, monitor, notices)) {
            FetchOrder order = new FetchOrder(url, source.ref(), workspace, token, 0);
            return new FetchedSource(Optional.of(checkout.run(order, source.submodules())));
        }
    }

    private static boolean isDirty(Path path) {
        return GitWorkTree.at(path).map(GitWorkTree::dirty).orElse(false);
    }

    private static String nameOf(Source source) {
        return source instanceof GitSource git
                ? RemoteUrl.parse(git.url()).text()
                : ((DirectorySource) source).directory().toString();
    }
}
