package dev.hostler.engine.workspace;

import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the git settings of the agent's user out of git work: filters, hooks, credential helpers and rewritten URLs
 * would run programs on the host, or make a job depend on it. Thread-safe.
 *
 * <p>JGit asks one reader per JVM, which an embedding application may need too. So this one answers differently only on
 * a thread that is inside {@link #call}, and on those that JGit starts there; on all others the reader that was there
 * before answers. One file is never read nor written on any thread: JGit's own store of measured clock resolutions in
 * the user's home.
 */
final class GitSettingsScope extends SystemReader.Delegate {
    /** What to do inside. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** All that an ssh connection may need; GIT_SSH and its like name programs. */
    private static final Set<String> ALLOWED_VARIABLES = Set.of("HOME", "PATH", "SSH_AUTH_SOCK");

    private final SystemReader outer;
    private final FileBasedConfig empty = new NothingStored(null, FS.DETECTED);
    private final InheritableThreadLocal<Boolean> inside = new InheritableThreadLocal<>() {
        @Override
        protected Boolean initialValue() {
            return false;
        }
    };

    private GitSettingsScope(SystemReader outer) {
        super(outer);
        this.outer = outer;
    }

    /** Returns the scope that JGit asks, and makes it so if need be. */
    static synchronized GitSettingsScope installed() {
        if (SystemReader.getInstance() instanceof GitSettingsScope present) {
            return present;
        }
        GitSettingsScope scope = new GitSettingsScope(SystemReader.getInstance());
        SystemReader.setInstance(scope);
        return scope;
    }

    /** Runs git work without the user's settings on this thread. */
    <T> T call(Work<T> work) throws IOException {
        boolean before = inside.get();
        inside.set(true);
        try {
            return work.run();
        } finally {
            inside.set(before);
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return inside.get() && !ALLOWED_VARIABLES.contains(variable) ? null : super.getenv(variable);
    }

    /** JGit asks for the author of reflogs; the real name may take a slow name service to find. */
    @Override
    public String getHostname() {
        return inside.get() ? "localhost" : super.getHostname();
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return inside.get() ? new NothingStored(parent, fs) : super.openUserConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return inside.get() ? new NothingStored(parent, fs) : super.openSystemConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NothingStored(parent, fs);
    }

    @Override
    public StoredConfig getUserConfig() throws ConfigInvalidException, IOException {
        return inside.get() ? empty : outer.getUserConfig();
    }

    @Override
    public StoredConfig getSystemConfig() throws ConfigInvalidException, IOException {
        return inside.get() ? empty : outer.getSystemConfig();
    }

    @Override
    public StoredConfig getJGitConfig() {
        return empty;
    }

    /** A configuration without a file. */
    private static final class NothingStored extends FileBasedConfig {
        /**
         * JGit measures for seconds how fine a file system's times are unless it is told. Linux stamps files with the
         * time of the last timer tick, at most 10 ms ago (CONFIG_HZ=100).
         */
        private static final String TICK = "10 ms";

        NothingStored(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
            return section.equals("filesystem") ? TICK : super.getString(section, subsection, name);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // There is no file.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
