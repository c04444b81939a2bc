package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.engine.testing.GitRepository;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRepositoryTest {
    @TempDir
    Path directory;

    private GitRepository origin;
    private Fetching fetching;

    @BeforeEach
    void makeRepository() throws IOException {
        origin = GitRepository.create(directory.resolve("origin"));
        origin.write("file", "content").commit("first");
        fetching = new Fetching(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".GIT", ".Git", "..", ".", ".g\u200cit"})
    void refusesATreeWithADangerousName(String name) throws IOException {
        String blob = origin.gitWithInput("evil", "hash-object", "-w", "--stdin");
        String hooks = tree(entry("100755", "post-checkout", blob));
        commitTree(tree(entry("40000", name, hooks)));
        assertThatThrownBy(() -> fetching.fetch(origin.directory().toString(), "HEAD"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("it has a file name that is not safe to write");
        assertThat(fetching.workspace.resolve(".git/hooks/post-checkout")).doesNotExist();
        assertThat(fetching.workspace.resolve("../post-checkout")).doesNotExist();
    }

    @Test
    void refusesALinkAndADirectoryOfOneName() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        String link = origin.gitWithInput(outside.toString(), "hash-object", "-w", "--stdin");
        String blob = origin.gitWithInput("evil", "hash-object", "-w", "--stdin");
        String below = tree(entry("100644", "escaped", blob));
        commitTree(tree(entry("120000", "a", link), entry("40000", "a", below)));
        assertThatThrownBy(() -> fetching.fetch(origin.directory().toString(), "HEAD"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("it has a file name that is not safe to write");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void keepsALinkThatLeadsOutAsALink() throws Exception {
        Files.createSymbolicLink(origin.directory().resolve("passwd"), Path.of("/etc/passwd"));
        origin.commit("link");
        fetching.fetch(origin.directory().toString(), "HEAD");
        assertThat(fetching.workspace.resolve("passwd")).isSymbolicLink();
    }

    @Test
    void runsNoFilterOfTheUsersConfiguration() throws Exception {
        Path proof = directory.resolve("filter-ran");
        origin.write(".gitattributes", "* filter=evil\n").write("text", "hello").commit("filtered");
        SystemReader before = SystemReader.getInstance();
        SystemReader.setInstance(
                withUserConfig(before, "[filter \"evil\"]\n smudge = touch " + proof + "\n required = true\n"));
        try {
            fetching.fetch(origin.directory().toString(), "HEAD");
        } finally {
            SystemReader.setInstance(before);
        }
        assertThat(proof).doesNotExist();
        assertThat(fetching.workspace.resolve("text")).hasContent("hello");
    }

    @Test
    void leavesTheUsersConfigurationToTheRestOfTheApplication() throws Exception {
        SystemReader before = SystemReader.getInstance();
        SystemReader.setInstance(withUserConfig(before, "[user]\n name = Embedder\n"));
        try {
            fetching.fetch(origin.directory().toString(), "HEAD");
            assertThat(SystemReader.getInstance().getUserConfig().getString("user", null, "name"))
                    .isEqualTo("Embedder");
        } finally {
            SystemReader.setInstance(before);
        }
    }

    @Test
    void looksAtADirtyTreeWithoutRunningItsFilters() {
        Path proof = directory.resolve("clean-ran");
        origin.write(".gitattributes", "* filter=evil\n").commit("filtered");
        origin.git("config", "filter.evil.clean", "touch " + proof + "; cat");
        origin.write("file", "changed");
        assertThat(GitWorkTree.at(origin.directory()).orElseThrow().dirty()).isTrue();
        assertThat(proof).doesNotExist();
    }

    private SystemReader withUserConfig(SystemReader outer, String text) throws IOException {
        File file = Files.writeString(directory.resolve("user-config"), text).toFile();
        return new SystemReader.Delegate(outer) {
            @Override
            public FileBasedConfig openUserConfig(Config parent, FS fs) {
                return new FileBasedConfig(parent, file, fs);
            }
        };
    }

    private static byte[] entry(String mode, String name, String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(HexFormat.of().parseHex(id));
        return bytes.toByteArray();
    }

    /** Writes what {@code git mktree} would refuse. */
    private String tree(byte[]... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            bytes.writeBytes(entry);
        }
        Path file = Files.write(directory.resolve("tree"), bytes.toByteArray());
        return origin.git("hash-object", "-t", "tree", "-w", "--literally", file.toString());
    }

    private void commitTree(String tree) {
        String commit = origin.git("commit-tree", tree, "-m", "evil");
        origin.git("update-ref", "refs/heads/main", commit);
    }
}
