package dev.hostler.engine.workspace;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Writes a fetched commit's refs, index and files. Confined to one thread. */
final class CommitFiles {
    private final Repository repository;
    private final FetchOrder order;
    private final ProgressMonitor monitor;
    private final Scheduler scheduler;
    private int count;

    CommitFiles(Repository repository, FetchOrder order, ProgressMonitor monitor, Scheduler scheduler) {
        this.repository = repository;
        this.order = order;
        this.monitor = monitor;
        this.scheduler = scheduler;
    }

    /** Returns how many files the commit has. */
    int count() {
        return count;
    }

    /** Points HEAD to the target and writes the commit's files. */
    RevCommit writeOut(Target.Known target) throws IOException {
        RevCommit commit = commit(target.id());
        TreeCheck.check(repository, commit, order.url());
        writeRefs(target, commit);
        writeFiles(commit);
        return commit;
    }

    private RevCommit commit(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(id);
        } catch (IncorrectObjectTypeException e) {
            throw FetchFailures.noCommit(order.url(), order.ref());
        }
    }

    private void writeRefs(Target.Known target, RevCommit commit) throws IOException {
        if (target instanceof Target.Branch branch && Repository.isValidRefName(Constants.R_HEADS + branch.name())) {
            set(Constants.R_REMOTES + "origin/" + branch.name(), commit);
            set(Constants.R_HEADS + branch.name(), commit);
            track(branch.name());
            repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + branch.name());
            return;
        }
        if (target instanceof Target.Tag tag && Repository.isValidRefName(Constants.R_TAGS + tag.name())) {
            set(Constants.R_TAGS + tag.name(), target.id());
        }
        set(Constants.HEAD, commit);
    }

    private void track(String branch) throws IOException {
        StoredConfig config = repository.getConfig();
        config.setString("branch", branch, "remote", "origin");
        config.setString("branch", branch, "merge", Constants.R_HEADS + branch);
        config.save();
    }

    private void set(String name, ObjectId id) throws IOException {
        RefUpdate update = repository.updateRef(name, name.equals(Constants.HEAD));
        update.setNewObjectId(id);
        update.disableRefLog();
        update.forceUpdate();
    }

    private void writeFiles(RevCommit commit) throws IOException {
        DirCacheCheckout checkout = new DirCacheCheckout(repository, repository.lockDirCache(), commit.getTree());
        checkout.setFailOnConflict(true);
        checkout.setProgressMonitor(monitor);
        try {
            checkout.checkout();
        } catch (InvalidPathException | CorruptObjectException e) {
            throw TreeCheck.unsafe(order.url(), e);
        }
        count = checkout.getUpdated().size();
        new IndexTimes(repository, scheduler).settle();
    }
}
