package dev.hostler.engine.workspace;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TestProtocol;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/**
 * A repository of this host, served by JGit inside this process. Confined to one thread.
 *
 * <p>Implementation note: JGit's own transport for files serves tips only and prints what goes wrong to the standard
 * error of the application. {@link TestProtocol} is the one public door to the same machinery that lets the server side
 * be chosen; nothing is registered.
 */
final class LocalRepository implements AutoCloseable {
    private final RemoteUrl url;
    private final Repository repository;

    private LocalRepository(RemoteUrl url, Repository repository) {
        this.url = url;
        this.repository = repository;
    }

    /** Opens a repository: a work tree, a linked one, or a bare one. */
    static LocalRepository open(RemoteUrl url) throws IOException {
        File directory = url.path().toFile();
        if (!directory.isDirectory()) {
            throw FetchFailures.refused(url, "there is no such directory", "check the path");
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
        boolean workTree = Files.exists(url.path().resolve(Constants.DOT_GIT));
        try {
            return new LocalRepository(
                    url, (workTree ? builder.setWorkTree(directory) : builder.setGitDir(directory)).build());
        } catch (RepositoryNotFoundException e) {
            throw FetchFailures.refused(url, "there is no git repository", "check the path", e);
        }
    }

    /** Returns a way to fetch from here. */
    Transport transport(Repository into) throws IOException {
        TestProtocol<@Nullable Object> protocol = new TestProtocol<>((request, served) -> new Server(served), null);
        Transport transport = protocol.open(protocol.register(null, repository), into, null);
        transport.setTagOpt(TagOpt.NO_TAGS);
        return transport;
    }

    /** Makes sure that a target leads to a commit, and finds abbreviated ones. */
    Target.Known lookInto(Target target, RefLookup lookup) throws IOException {
        CommitSearch search = new CommitSearch(url, lookup.ref());
        if (target instanceof Target.Known known) {
            ObjectId commit = search.in(repository, known.id().name());
            return target instanceof Target.Commit ? new Target.Commit(commit) : known;
        }
        return new Target.Commit(search.in(repository, ((Target.Abbreviation) target).digits()));
    }

    @Override
    public void close() {
        repository.close();
    }

    /** Gives away whatever is asked for, and leaves it to the client to tell of what goes wrong. */
    private static final class Server extends UploadPack {
        Server(Repository served) {
            super(served);
            setRequestPolicy(RequestPolicy.ANY);
        }

        @Override
        @SuppressWarnings("EmptyCatch") // the client's end of the pipe tells
        public void upload(InputStream input, @Nullable OutputStream output, @Nullable OutputStream messages) {
            try {
                super.upload(input, output, messages);
            } catch (IOException | RuntimeException e) {
                // see above
            }
        }
    }
}
