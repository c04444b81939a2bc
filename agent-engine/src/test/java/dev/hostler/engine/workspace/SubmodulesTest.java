package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.GitSource;
import dev.hostler.engine.testing.GitHttpServer;
import dev.hostler.engine.testing.GitHttpServer.Behaviour;
import dev.hostler.engine.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmodulesTest {
    private static final String TOKEN = "canary-token";

    @TempDir
    Path directory;

    private GitRepository inner;
    private String innerCommit;
    private GitRepository origin;
    private Fetching fetching;

    @BeforeEach
    void makeRepositories() throws IOException {
        inner = GitRepository.create(directory.resolve("inner"));
        innerCommit = inner.write("library", "one").commit("used");
        inner.write("library", "two").commit("not used");
        origin = GitRepository.create(directory.resolve("origin"));
        origin.write("main", "m").commit("first");
        fetching = new Fetching(directory);
    }

    @Test
    void checksOutNestedSubmodulesWithRelativeUrls() throws Exception {
        GitRepository middle = GitRepository.create(directory.resolve("middle"));
        addSubmodule(middle, "../inner", "deep/inner");
        addSubmodule(origin, "../middle", "middle");
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            fetching.fetch(server.url("origin"), "HEAD");
        }
        assertThat(fetching.workspace.resolve("middle/deep/inner/library")).hasContent("one");
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(git("submodule", "status", "--recursive"))
                .contains(innerCommit)
                .doesNotContain("-" + innerCommit);
    }

    @Test
    void checksOutSubmodulesOfALocalRepository() throws Exception {
        addSubmodule(origin, "../inner", "inner");
        fetching.fetch(origin.directory().toString(), "HEAD");
        assertThat(fetching.workspace.resolve("inner/library")).hasContent("one");
        GitRepository submodule = GitRepository.at(fetching.workspace.resolve("inner"));
        assertThat(submodule.git("rev-parse", "HEAD")).isEqualTo(innerCommit);
        assertThat(submodule.git("rev-list", "--count", "HEAD")).isEqualTo("1");
    }

    @Test
    void leavesSubmodulesOutWhenToldSo() throws Exception {
        addSubmodule(origin, "../inner", "inner");
        GitSource source = GitSource.builder(origin.directory().toString())
                .submodules(false)
                .build();
        fetching.fetch(source, Optional.empty());
        assertThat(fetching.workspace.resolve("inner")).isEmptyDirectory();
    }

    @Test
    void refusesARepositoryOfThisHostAsSubmoduleOfARemoteOne() throws IOException {
        addSubmodule(origin, inner.directory().toUri().toString(), "inner");
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART)) {
            assertThatThrownBy(() -> fetching.fetch(server.url("origin"), "HEAD"))
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("a submodule of a remote repository must not be on this host");
        }
        assertThat(fetching.workspace.resolve("inner")).isEmptyDirectory();
    }

    @Test
    void givesTheTokenToSubmodulesOfTheSameServer() throws Exception {
        addSubmodule(origin, "../inner", "inner");
        try (GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART.withToken(TOKEN))) {
            fetch(server.url("origin"));
        }
        assertThat(fetching.workspace.resolve("inner/library")).hasContent("one");
    }

    @Test
    void keepsTheTokenFromSubmodulesOfOtherServers() throws Exception {
        try (GitHttpServer other = GitHttpServer.start(directory, Behaviour.SMART.withToken(TOKEN));
                GitHttpServer server = GitHttpServer.start(directory, Behaviour.SMART.withToken(TOKEN))) {
            addSubmodule(origin, other.url("inner"), "inner");
            assertThatThrownBy(() -> fetch(server.url("origin")))
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining(other.url("inner"))
                    .hasMessageContaining("the server asks for a login");
            assertThat(other.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.authorization().isEmpty());
        }
    }

    @Test
    void saysWhenASubmoduleHasNoUrl() throws Exception {
        addSubmodule(origin, "../inner", "inner");
        origin.write(".gitmodules", "");
        origin.git("commit", "-q", "-m", "no url", ".gitmodules");
        fetching.fetch(origin.directory().toString(), "HEAD");
        assertThat(fetching.notices).contains("submodule 'inner' is left empty: .gitmodules has no url for it");
    }

    @Test
    void saysThatLargeFilesStayPointers() throws Exception {
        origin.write("assets/.gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
                .commit("lfs");
        fetching.fetch(origin.directory().toString(), "HEAD");
        assertThat(fetching.notices).anyMatch(line -> line.contains("Git LFS"));
    }

    @Test
    void isSilentAboutLargeFilesWhereThereAreNone() throws Exception {
        origin.write(".gitattributes", "*.txt text\n# filter=lfs\n").commit("no lfs");
        fetching.fetch(origin.directory().toString(), "HEAD");
        assertThat(fetching.notices).noneMatch(line -> line.contains("LFS"));
    }

    private void fetch(String url) throws InterruptedException {
        fetching.fetch(GitSource.builder(url).build(), Optional.of(TOKEN));
    }

    /** Without {@code git submodule add}, which would want to fetch. */
    private void addSubmodule(GitRepository parent, String url, String path) {
        String commit = url.endsWith("middle")
                ? GitRepository.at(directory.resolve("middle")).git("rev-parse", "HEAD")
                : innerCommit;
        parent.write(".gitmodules", "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = " + url + "\n");
        parent.git("add", ".gitmodules");
        parent.git("update-index", "--add", "--cacheinfo", "160000," + commit + "," + path);
        parent.git("commit", "-q", "-m", "submodule");
    }

    private String git(String... arguments) {
        return GitRepository.at(fetching.workspace).git(arguments);
    }
}
