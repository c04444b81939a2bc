package dev.hostler.engine.workspace;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.CancelledException;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/** Checks a repository out, with its submodules if wanted. Confined to one thread. */
final class GitCheckout implements AutoCloseable {
    private final Scheduler scheduler;
    private final Duration idleLimit;
    private final ProgressMonitor monitor;
    private final Consumer<String> notices;
    private final SshAccess ssh;

    GitCheckout(Scheduler scheduler, FetchSettings settings, ProgressMonitor monitor, Consumer<String> notices) {
        this.scheduler = scheduler;
        this.idleLimit = settings.idleLimit();
        this.monitor = monitor;
        this.notices = notices;
        this.ssh = new SshAccess(settings.home());
    }

    /** Checks out, and returns the full id of the commit. */
    String run(FetchOrder order, boolean submodules) {
        long start = scheduler.nanoTime();
        notices.accept("checking out " + order);
        try (Repository repository = NewRepository.create(order.directory(), order.url())) {
            GitRemote remote = new GitRemote(order.url(), order.token(), ssh, idleLimit, monitor);
            Target.Known target = remote.fetch(repository, order.ref());
            CommitFiles files = new CommitFiles(repository, order, monitor, scheduler);
            RevCommit commit = files.writeOut(target);
            notices.accept(summary(repository, commit, files.count(), scheduler.nanoTime() - start));
            notices(repository, commit);
            if (submodules) {
                new Submodules(repository, order, notices).forEach(commit, child -> run(child, true));
            }
            return commit.name();
        } catch (CancelledException e) {
            throw FetchFailures.cancelled(order.url().text());
        } catch (IOException e) {
            throw FetchFailures.refused(
                    order.url(), String.valueOf(e.getMessage()), "check the repository and the free space", e);
        }
    }

    private void notices(Repository repository, RevCommit commit) throws IOException {
        if (LargeFiles.usedIn(repository, commit)) {
            notices.accept("this repository keeps files in Git LFS, which is not fetched: they stay pointer files");
        }
    }

    private static String summary(Repository repository, RevCommit commit, int files, long nanos) throws IOException {
        boolean whole = repository.getObjectDatabase().getShallowCommits().isEmpty();
        return String.format(
                Locale.ROOT,
                "checked out %s (%s, %d files, %.1f s)",
                commit.abbreviate(8).name(),
                whole ? "whole history" : "depth 1",
                files,
                nanos / 1e9);
    }

    @Override
    public void close() {
        ssh.close();
    }
}
