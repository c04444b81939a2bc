package dev.hostler.engine.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;

/** A git work tree on this host, looked at without running what its configuration names. Immutable. */
public final class GitWorkTree {
    private final File top;

    private GitWorkTree(File top) {
        this.top = top;
    }

    /** Returns the work tree whose top is this directory; empty if it is none, or one that can't be read. */
    public static Optional<GitWorkTree> at(Path directory) {
        if (!Files.exists(directory.resolve(Constants.DOT_GIT))) {
            return Optional.empty();
        }
        GitWorkTree tree = new GitWorkTree(directory.toFile());
        return tree.read(repository -> !repository.isBare())
                .filter(usable -> usable)
                .map(usable -> tree);
    }

    /** Returns whether files differ from HEAD, or are new and not ignored; false if that can't be found out. */
    public boolean dirty() {
        return read(GitWorkTree::isDirty).orElse(false);
    }

    /** Returns the full id of the commit that is checked out; empty before the first one. */
    public Optional<String> head() {
        return read(repository ->
                        Optional.ofNullable(repository.resolve(Constants.HEAD)).map(ObjectId::name))
                .flatMap(found -> found);
    }

    private static boolean isDirty(Repository repository) throws IOException {
        StoredConfig config = repository.getConfig();
        for (String filter : config.getSubsections("filter")) {
            config.unsetSection("filter", filter);
        }
        try (Git git = Git.wrap(repository)) {
            return !git.status()
                    .setIgnoreSubmodules(IgnoreSubmoduleMode.ALL)
                    .call()
                    .isClean();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
    }

    private interface Look<T> {
        T at(Repository repository) throws IOException;
    }

    private <T> Optional<T> read(Look<T> look) {
        GitSettingsScope.Work<T> reading = () -> {
            try (Repository repository = open()) {
                return look.at(repository);
            }
        };
        try {
            return Optional.of(GitSettingsScope.installed().call(reading));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private Repository open() throws IOException {
        return new FileRepositoryBuilder().setWorkTree(top).setMustExist(true).build();
    }
}
