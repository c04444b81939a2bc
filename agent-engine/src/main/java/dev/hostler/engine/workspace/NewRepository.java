package dev.hostler.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;

/** Makes empty repositories to fetch into. Immutable. */
final class NewRepository {
    private static final Path OWN_STATUS = Path.of("/proc/self/status");
    private static final String UMASK = "Umask:";

    private NewRepository() {}

    /** Creates an empty repository with its work tree in this directory. */
    static Repository create(Path directory, RemoteUrl origin) throws IOException {
        Repository repository = new FileRepositoryBuilder()
                .setFS(fileSystem())
                .setGitDir(directory.resolve(".git").toFile())
                .setWorkTree(directory.toFile())
                .build();
        try {
            repository.create(false);
            configure(repository.getConfig(), origin);
            return repository;
        } catch (IOException e) {
            repository.close();
            throw e;
        }
    }

    private static void configure(StoredConfig config, RemoteUrl origin) throws IOException {
        config.setString("remote", "origin", "url", origin.text());
        config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
        // The index written here has times and sizes, but neither inode nor change time; without these two a git in the
        // workspace would take each file for changed until it has read it.
        config.setString("core", null, "checkStat", "minimal");
        config.setBoolean("core", null, "trustctime", false);
        config.save();
    }

    /** JGit asks a shell for the umask unless it is told. */
    private static FS fileSystem() {
        FS fileSystem = FS.DETECTED.newInstance();
        if (fileSystem instanceof FS_POSIX posix) {
            umask().ifPresent(posix::setUmask);
        }
        return fileSystem;
    }

    private static Optional<Integer> umask() {
        try (Stream<String> lines = Files.lines(OWN_STATUS)) {
            return lines.filter(line -> line.startsWith(UMASK))
                    .findFirst()
                    .map(line -> Integer.valueOf(line.substring(UMASK.length()).strip(), 8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
