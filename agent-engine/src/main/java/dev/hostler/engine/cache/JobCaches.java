package dev.hostler.engine.cache;

import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.Source;
import dev.hostler.api.spi.CacheStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a job the directories that an earlier job of the same scope left, and keeps them for the next. What goes wrong
 * is a notice and never fails a job. Thread-safe.
 *
 * <p>Restore before the sandbox is opened, and save when nothing runs in it any more: a process of the job could
 * otherwise put a link in a directory's place.
 */
public final class JobCaches {
    private static final int SHOWN = 40;

    private final CacheStore store;

    /** Creates caches that are kept in this store. */
    public JobCaches(CacheStore store) {
        this.store = store;
    }

    /** Returns the scope of jobs with this source: they share their caches with each other and with no one else. */
    public static String scopeOf(Optional<Source> source) {
        return source.map(JobCaches::scope).orElse("none");
    }

    /**
     * Copies what is kept into the directories that the pipeline names, as far as these are missing or empty.
     *
     * @param scope whose caches; see {@link #scopeOf}
     * @param notices told one line for each directory
     */
    public void restore(PipelineSpec spec, String scope, Path workspace, Path home, Consumer<String> notices) {
        for (String path : spec.cachePaths()) {
            notices.accept("cache " + path + ": "
                    + attempt("not restored", () -> restore(key(scope, path), CachePlace.of(path, workspace, home))));
        }
    }

    /**
     * Keeps the directories that the pipeline names, in place of what was kept of them.
     *
     * @param scope whose caches; see {@link #scopeOf}
     * @param notices told one line for each directory
     */
    public void save(PipelineSpec spec, String scope, Path workspace, Path home, Consumer<String> notices) {
        for (String path : spec.cachePaths()) {
            notices.accept("cache " + path + ": "
                    + attempt("not saved", () -> save(key(scope, path), CachePlace.of(path, workspace, home))));
        }
    }

    private String restore(String key, CachePlace place) throws IOException {
        List<Path> made = place.create();
        boolean restored = false;
        try {
            if (!isEmpty(place.directory())) {
                return "not restored: the directory is not empty";
            }
            restored = restoreWhole(key, place.directory());
            return restored ? "restored" : "nothing is kept yet";
        } finally {
            if (!restored) {
                for (Path directory : made) {
                    Files.delete(directory);
                }
            }
        }
    }

    /** Restores all or nothing. */
    private boolean restoreWhole(String key, Path target) throws IOException {
        boolean whole = false;
        try {
            whole = store.restore(key, target);
            return whole;
        } finally {
            if (!whole) {
                TreeWalk.empty(target);
            }
        }
    }

    private String save(String key, CachePlace place) throws IOException {
        if (!place.isThere()) {
            return "not saved: there is no such directory";
        }
        store.save(key, place.directory());
        return "saved";
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static String attempt(String failed, Attempt attempt) {
        try {
            return attempt.run();
        } catch (IOException | RuntimeException e) {
            return failed + ": " + reason(e).replaceAll("\\p{Cntrl}", " ");
        }
    }

    /** Leaves out paths of the host, which a job's reader knows nothing of. */
    private static String reason(Exception e) {
        if (e instanceof FileSystemException file) {
            return e.getClass().getSimpleName() + (file.getReason() == null ? "" : ": " + file.getReason());
        }
        return String.valueOf(e.getMessage());
    }

    private static String key(String scope, String path) {
        String normal = Path.of(path).normalize().toString();
        String readable = normal.replaceAll("[^A-Za-z0-9]+", "-").replaceFirst("^-", "");
        String start = readable.isEmpty() ? "cache" : readable.substring(0, Math.min(SHOWN, readable.length()));
        return start + "-" + CacheShop.hash(scope + '\0' + normal).substring(0, 32);
    }

    private static String scope(Source source) {
        if (source instanceof GitSource git) {
            return git.url().replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/@]*@", "$1");
        }
        return "directory " + ((DirectorySource) source).directory();
    }

    /** Something that may fail, and says how it went. */
    private interface Attempt {
        String run() throws IOException;
    }
}
