package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.engine.testing.GitRepository;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCopyTest {
    @TempDir
    Path directory;

    private Path source;
    private Fetching fetching;

    @BeforeEach
    void makeDirectories() throws IOException {
        source = Files.createDirectory(directory.resolve("source"));
        fetching = new Fetching(directory);
    }

    @Test
    void copiesFilesWithModesAndTimesLinksAndEmptyDirectories() throws Exception {
        Path script = write("a/b/run.sh", "#!/bin/sh");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(script, time);
        Files.createDirectories(source.resolve("empty/inside"));
        Files.createSymbolicLink(source.resolve("out"), Path.of("/etc"));
        Files.createSymbolicLink(source.resolve("dangling"), Path.of("nowhere"));
        assertThat(copy()).isEmpty();
        Path copied = fetching.workspace.resolve("a/b/run.sh");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copied)))
                .isEqualTo("rwxr-x---");
        assertThat(Files.getLastModifiedTime(copied)).isEqualTo(time);
        assertThat(copied).hasContent("#!/bin/sh");
        assertThat(fetching.workspace.resolve("empty/inside")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(fetching.workspace.resolve("out"))).isEqualTo(Path.of("/etc"));
        assertThat(Files.readSymbolicLink(fetching.workspace.resolve("dangling")))
                .isEqualTo(Path.of("nowhere"));
        assertThat(fetching.notices).hasSize(2);
        assertThat(fetching.notices.get(1)).startsWith("copied 3 files");
    }

    @Test
    void copiesAReadOnlyDirectory() throws Exception {
        Path file = write("fixed/file", "x");
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        copy();
        Path copied = fetching.workspace.resolve("fixed");
        assertThat(copied.resolve("file")).hasContent("x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copied)))
                .isEqualTo("r-xr-xr-x");
        Files.setPosixFilePermissions(copied, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void leavesFifosOutAndSaysHowMany() throws Exception {
        write("file", "x");
        Process process = new ProcessBuilder(
                        "mkfifo",
                        source.resolve("one").toString(),
                        source.resolve("two").toString())
                .start();
        assertThat(process.waitFor()).isZero();
        copy();
        assertThat(names()).containsExactly("file");
        assertThat(fetching.notices).contains("left out 2 sockets, FIFOs and devices");
    }

    @Test
    void leavesOutWhatGitIgnores() throws Exception {
        GitRepository tree = GitRepository.create(source);
        tree.write(".gitignore", "*.log\n/build/\n!kept.log\n")
                .write("kept.log", "k")
                .write("sub/.gitignore", "!deep.log\nlocal\n");
        tree.commit("first");
        write("build/out", "x");
        write("trace.log", "x");
        write("sub/deep.log", "x");
        write("sub/local", "x");
        write("sub/build/kept", "x");
        write("new", "not committed");
        Files.writeString(source.resolve(".git/info/exclude"), "private\n");
        write("private", "x");
        copy();
        assertThat(names())
                .containsExactly(".gitignore", "kept.log", "new", "sub/.gitignore", "sub/build/kept", "sub/deep.log");
    }

    @Test
    void copiesTrackedFilesThatAreIgnored() throws Exception {
        GitRepository tree = GitRepository.create(source);
        tree.write("vendor/kept", "k").write("vendor/sub/kept", "k").commit("first");
        tree.write(".gitignore", "vendor/\n").commit("ignored afterwards");
        write("vendor/new", "x");
        write("vendor/other/new", "x");
        copy();
        assertThat(names()).containsExactly(".gitignore", "vendor/kept", "vendor/sub/kept");
    }

    @Test
    void copiesTheRepositorySoThatGitWorksInside() throws Exception {
        GitRepository tree = GitRepository.create(source);
        String commit = tree.write("file", "one").commit("first");
        tree.write("file", "two").write("new", "n");
        assertThat(copy()).isEqualTo(commit);
        GitRepository copied = GitRepository.at(fetching.workspace);
        assertThat(copied.git("status", "--porcelain")).isEqualTo(tree.git("status", "--porcelain"));
        assertThat(copied.git("diff", "--name-only")).isEqualTo("file");
        assertThat(copied.git("rev-parse", "HEAD")).isEqualTo(commit);
    }

    @Test
    void leavesALockOfARunningGitBehind() throws Exception {
        GitRepository.create(source).write("file", "x").commit("first");
        Files.createFile(source.resolve(".git/index.lock"));
        write("yarn.lock", "x");
        copy();
        assertThat(fetching.workspace.resolve(".git/index.lock")).doesNotExist();
        assertThat(fetching.workspace.resolve("yarn.lock")).exists();
    }

    @Test
    void leavesThePointerOfALinkedWorkTreeBehind() throws Exception {
        GitRepository main = GitRepository.create(directory.resolve("main"));
        String commit = main.write(".gitignore", "*.log\n").write("file", "x").commit("first");
        Path linked = directory.resolve("linked");
        main.git("worktree", "add", "-q", "-b", "other", linked.toString());
        Files.writeString(linked.resolve("trace.log"), "x");
        assertThat(fetching.fetch(new DirectorySource(linked), Optional.empty()))
                .isEqualTo(commit);
        assertThat(names()).containsExactly(".gitignore", "file");
        assertThat(fetching.workspace.resolve(".git")).doesNotExist();
        assertThat(fetching.notices).anyMatch(line -> line.startsWith("left out '.git'"));
    }

    @Test
    void keepsSubmodulesUsable() throws Exception {
        GitRepository inner = GitRepository.create(directory.resolve("inner"));
        inner.write(".gitignore", "*.o\n").write("library", "l").commit("first");
        GitRepository tree = GitRepository.create(source);
        tree.git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                inner.directory().toString(),
                "inner");
        tree.commit("submodule");
        write("inner/code.o", "x");
        copy();
        assertThat(names()).containsExactly(".gitmodules", "inner/.git", "inner/.gitignore", "inner/library");
        assertThat(GitRepository.at(fetching.workspace.resolve("inner")).git("status", "--porcelain"))
                .isEmpty();
        assertThat(GitRepository.at(fetching.workspace).git("status", "--porcelain"))
                .isEmpty();
    }

    @Test
    void obeysTheRulesAboveADirectoryInsideAWorkTree() throws Exception {
        GitRepository tree = GitRepository.create(directory.resolve("tree"));
        String commit = tree.write(".gitignore", "*.log\n")
                .write("part/file", "x")
                .write("part/a.log", "x")
                .commit("first");
        fetching.fetch(new DirectorySource(tree.directory().resolve("part")), Optional.empty());
        assertThat(names()).containsExactly("file");
        assertThat(commit).isNotEmpty();
    }

    @Test
    void copiesADirectoryThatIsIgnoredItself() throws Exception {
        GitRepository tree = GitRepository.create(directory.resolve("tree"));
        tree.write(".gitignore", "build/\n").write("build/out", "x").commit("first");
        fetching.fetch(new DirectorySource(tree.directory().resolve("build")), Optional.empty());
        assertThat(names()).containsExactly("out");
    }

    @Test
    void doesNotCopyTheWorkspaceIntoItself() throws Exception {
        Files.writeString(directory.resolve("file"), "x");
        fetching.fetch(new DirectorySource(directory), Optional.empty());
        assertThat(names()).containsExactly("file");
    }

    @Test
    void refusesWhatIsNoDirectory() {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> fetching.fetch(new DirectorySource(none), Optional.empty()))
                .isInstanceOf(AgentException.class)
                .hasMessage("Cannot copy directory '" + none + "': it is no directory; check the path")
                .extracting(e -> ((AgentException) e).code())
                .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }

    @Test
    void endsWhenCancelledMeanwhile() throws Exception {
        for (int i = 0; i < 200; i++) {
            write("file" + i, "x");
        }
        ManualCancellation cancellation = new ManualCancellation();
        SourceFetcher fetcher = new SourceFetcher(SystemScheduler.create());
        assertThatThrownBy(() -> fetcher.fetch(
                        new DirectorySource(source),
                        fetching.workspace,
                        Optional.empty(),
                        line -> cancellation.cancel(),
                        cancellation))
                .hasMessageContaining("the job was cancelled");
    }

    private String copy() throws InterruptedException {
        return fetching.run(new DirectorySource(source), Optional.empty(), CancellationToken.NONE)
                .commit()
                .orElse("");
    }

    private Path write(String path, String content) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** All files in the workspace, but what is in git directories. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(fetching.workspace)) {
            return List.copyOf(files.filter(file -> !Files.isDirectory(file))
                    .map(file -> fetching.workspace.relativize(file).toString())
                    .filter(name -> !name.startsWith(".git/"))
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
