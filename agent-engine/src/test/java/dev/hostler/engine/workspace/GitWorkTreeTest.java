package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.engine.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitWorkTreeTest {
    private static final String NOTICE = "the work tree has uncommitted changes; they are not part of this run";

    @TempDir
    Path directory;

    private GitRepository origin;
    private Fetching fetching;

    @BeforeEach
    void makeRepository() throws IOException {
        origin = GitRepository.create(directory.resolve("origin"));
        fetching = new Fetching(directory);
    }

    @Test
    void knowsHeadAndWhetherFilesDiffer() {
        GitWorkTree tree = GitWorkTree.at(origin.directory()).orElseThrow();
        assertThat(tree.head()).isEmpty();
        String commit =
                origin.write(".gitignore", "*.log\n").write("file", "one").commit("first");
        assertThat(tree.head()).contains(commit);
        origin.write("trace.log", "ignored");
        assertThat(tree.dirty()).isFalse();
        origin.write("new", "not committed");
        assertThat(tree.dirty()).isTrue();
        origin.commit("second");
        assertThat(tree.dirty()).isFalse();
        origin.write("file", "two");
        assertThat(tree.dirty()).isTrue();
    }

    @Test
    void isNoneOfADirectoryWithoutGit() throws IOException {
        assertThat(GitWorkTree.at(directory)).isEmpty();
        origin.write("file", "one").commit("first");
        assertThat(GitWorkTree.at(origin.bareAt(directory.resolve("bare.git")).directory()))
                .isEmpty();
        Path broken = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(broken.resolve(".git"), "gitdir: /no/such/place\n");
        assertThat(GitWorkTree.at(broken)).isEmpty();
    }

    @Test
    void checksOutHeadOfALinkedWorkTree() throws Exception {
        origin.write("file", "one").commit("first");
        Path linked = directory.resolve("linked");
        origin.git("worktree", "add", "-q", "-b", "other", linked.toString());
        String commit = GitRepository.at(linked).write("file", "two").commit("second");
        assertThat(GitWorkTree.at(linked).orElseThrow().head()).contains(commit);
        assertThat(GitWorkTree.at(linked).orElseThrow().dirty()).isFalse();
        assertThat(fetching.fetch(linked.toString(), "HEAD")).isEqualTo(commit);
        assertThat(fetching.workspace.resolve("file")).hasContent("two");
    }

    @Test
    void checksOutADetachedHead() throws Exception {
        String first = origin.write("file", "one").commit("first");
        origin.write("file", "two").commit("second");
        origin.git("checkout", "-q", "--detach", first);
        assertThat(fetching.fetch(origin.directory().toString(), "HEAD")).isEqualTo(first);
        assertThat(GitRepository.at(fetching.workspace).git("status", "--porcelain"))
                .isEmpty();
    }

    @Test
    void saysThatUncommittedChangesStayBehind() throws Exception {
        origin.write("file", "one").commit("first");
        origin.write("file", "two");
        fetching.fetch(origin.directory().toUri().toString(), "HEAD");
        assertThat(fetching.notices).startsWith(NOTICE);
        assertThat(fetching.workspace.resolve("file")).hasContent("one");
    }

    @Test
    void isSilentAboutThemWhenARefIsNamed() throws Exception {
        origin.write("file", "one").commit("first");
        origin.write("file", "two");
        fetching.fetch(origin.directory().toString(), "main");
        assertThat(fetching.notices).doesNotContain(NOTICE);
    }
}
