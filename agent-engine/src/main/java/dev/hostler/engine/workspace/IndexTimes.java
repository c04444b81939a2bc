package dev.hostler.engine.workspace;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Repository;

/**
 * Makes a fresh index say that its files are unchanged. JGit opens the index before it writes the files, so each of them
 * looks as new as the index, and is marked as to be compared; scripts that ask {@code git diff-index} would take all
 * files for changed. Confined to one thread.
 */
final class IndexTimes {
    /** Files written in the same tick of the clock as the index stay marked; the next tick is not far. */
    private static final int ATTEMPTS = 3;

    private static final Duration TICK = Duration.ofMillis(10);

    private final Repository repository;
    private final Scheduler scheduler;

    IndexTimes(Repository repository, Scheduler scheduler) {
        this.repository = repository;
        this.scheduler = scheduler;
    }

    /** Takes the marks off. */
    void settle() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && rewrite(); attempt++) {
            try {
                scheduler.sleep(TICK);
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }

    /** Returns whether marks are left. */
    private boolean rewrite() throws IOException {
        DirCache index = repository.lockDirCache();
        try {
            Path top = repository.getWorkTree().toPath();
            for (int i = 0; i < index.getEntryCount(); i++) {
                DirCacheEntry entry = index.getEntry(i);
                if (entry.isSmudged()) {
                    entry.setLength(size(top.resolve(entry.getPathString())));
                }
            }
            index.write();
            if (!index.commit()) {
                throw new IOException("the index can't be written");
            }
            return smudged(index);
        } finally {
            index.unlock();
        }
    }

    private static long size(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .size();
    }

    private static boolean smudged(DirCache index) {
        for (int i = 0; i < index.getEntryCount(); i++) {
            if (index.getEntry(i).isSmudged()) {
                return true;
            }
        }
        return false;
    }
}
