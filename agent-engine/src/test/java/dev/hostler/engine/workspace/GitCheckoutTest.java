package dev.hostler.engine.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.engine.testing.GitHttpServer;
import dev.hostler.engine.testing.GitHttpServer.Behaviour;
import dev.hostler.engine.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitCheckoutTest {
    /** The ways to one and the same repository. */
    enum Way {
        PATH,
        FILE_URL,
        SMART_HTTP,
        OLD_HTTP,
        DUMB_HTTP
    }

    private static Path template;
    private static String first;
    private static String second;
    private static String third;

    @TempDir
    Path directory;

    private GitRepository origin;
    private GitRepository bare;
    private Fetching fetching;

    @BeforeAll
    static void makeTemplate(@TempDir Path place) throws IOException {
        template = place;
        GitRepository made = GitRepository.create(place.resolve("origin"));
        made.write("first", "1").commit("first");
        made.git("tag", "light");
        made.write("a/deep/file", "text\n").write("run.sh", "#!/bin/sh\n");
        assertThat(made.directory().resolve("run.sh").toFile().setExecutable(true))
                .isTrue();
        Files.createSymbolicLink(made.directory().resolve("link"), Path.of("a/deep/file"));
        made.commit("second");
        made.git("tag", "-a", "annotated", "-m", "a tag");
        made.git("checkout", "-q", "-b", "feature/x", "light");
        made.write("feature", "f").commit("third");
        made.git("checkout", "-q", "main");
        made.bareAt(place.resolve("served.git")).git("update-server-info");
        first = made.git("rev-parse", "light");
        second = made.git("rev-parse", "main");
        third = made.git("rev-parse", "feature/x");
    }

    @BeforeEach
    void copyRepositories() throws Exception {
        for (String each : List.of("origin", "served.git")) {
            String from = template.resolve(each).toString();
            Process copy = new ProcessBuilder("cp", "-a", from, directory.toString()).start();
            assertThat(copy.waitFor()).isZero();
        }
        origin = GitRepository.at(directory.resolve("origin"));
        bare = GitRepository.at(directory.resolve("served.git"));
        fetching = new Fetching(directory);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutHead(Way way) throws Exception {
        assertThat(fetch(way, "HEAD")).isEqualTo(second);
        assertThat(git("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("main");
        assertCleanAt(second);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutABranch(Way way) throws Exception {
        assertThat(fetch(way, "feature/x")).isEqualTo(third);
        assertThat(git("rev-parse", "--abbrev-ref", "HEAD@{upstream}")).isEqualTo("origin/feature/x");
        assertCleanAt(third);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutALightTag(Way way) throws Exception {
        assertThat(fetch(way, "light")).isEqualTo(first);
        assertThat(git("describe", "--tags")).isEqualTo("light");
        assertCleanAt(first);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutAnAnnotatedTag(Way way) throws Exception {
        assertThat(fetch(way, "annotated")).isEqualTo(second);
        assertThat(git("describe")).isEqualTo("annotated");
        assertCleanAt(second);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutACommitThatIsATip(Way way) throws Exception {
        assertThat(fetch(way, second)).isEqualTo(second);
        assertCleanAt(second);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutACommitThatNoRefPointsTo(Way way) throws Exception {
        bare.git("update-ref", "-d", "refs/tags/light");
        origin.git("tag", "-d", "light");
        assertThat(fetch(way, first)).isEqualTo(first);
        assertCleanAt(first);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutTheFirstDigitsOfACommitThatNoRefPointsTo(Way way) throws Exception {
        origin.git("checkout", "-q", "main");
        String middle = origin.write("more", "m").commit("middle");
        origin.write("more", "n").commit("last");
        origin.git("push", "-q", bare.directory().toString(), "main");
        bare.git("update-server-info");
        assertThat(fetch(way, middle.substring(0, 9))).isEqualTo(middle);
        assertCleanAt(middle);
    }

    @ParameterizedTest
    @EnumSource
    void checksOutTheFirstDigitsOfATip(Way way) throws Exception {
        assertThat(fetch(way, second.substring(0, 9))).isEqualTo(second);
        assertCleanAt(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/heads/main", "refs/tags/annotated"})
    void checksOutAFullRefName(String ref) throws Exception {
        assertThat(fetch(Way.SMART_HTTP, ref)).isEqualTo(second);
        assertCleanAt(second);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DUMB_HTTP")
    void takesNoHistoryAlong(Way way) throws Exception {
        fetch(way, "main");
        assertThat(git("rev-list", "--count", "HEAD")).isEqualTo("1");
        assertThat(fetching.notices.get(1)).contains(second.substring(0, 8)).contains("depth 1, 4 files");
    }

    @Test
    void takesNoHistoryAlongForACommitThatTheServerGivesAway() throws Exception {
        bare.git("update-ref", "-d", "refs/tags/light");
        fetch(Way.SMART_HTTP, first);
        assertThat(git("rev-parse", "--is-shallow-repository")).isEqualTo("true");
    }

    @Test
    void saysWhenAllHistoryHadToBeTaken() throws Exception {
        fetch(Way.DUMB_HTTP, "main");
        assertThat(fetching.notices).hasSize(2);
        assertThat(fetching.notices.get(0)).startsWith("checking out main of http://127.0.0.1:");
        assertThat(fetching.notices.get(1)).contains("whole history, 4 files");
    }

    @Test
    void keepsModesAndLinks() throws Exception {
        fetch(Way.FILE_URL, "main");
        assertThat(fetching.workspace.resolve("run.sh")).isExecutable();
        assertThat(Files.isExecutable(fetching.workspace.resolve("first"))).isFalse();
        assertThat(Files.readSymbolicLink(fetching.workspace.resolve("link"))).isEqualTo(Path.of("a/deep/file"));
    }

    @Test
    void leavesAnIndexThatGitNeedNotRefresh() throws Exception {
        fetch(Way.FILE_URL, "main");
        assertThat(git("diff-index", "HEAD")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesARefThatIsNotThere(Way way) {
        assertRefused(
                way,
                "no-such",
                "Cannot check out ref 'no-such': '",
                "has no such branch, tag or commit; check the name");
    }

    @ParameterizedTest
    @EnumSource
    void refusesACommitThatIsNotThere(Way way) {
        String id = "0123456789012345678901234567890123456789";
        assertRefused(way, id, "Cannot check out ref '" + id + "'", "has no such branch, tag or commit");
    }

    @ParameterizedTest
    @EnumSource
    void refusesFirstDigitsThatNoCommitHas(Way way) {
        assertRefused(way, "0123456", "Cannot check out ref '0123456'", "has no such branch, tag or commit");
    }

    @Test
    void refusesFirstDigitsOfTwoCommits() throws Exception {
        String digits = twoCommitsThatStartAlike();
        assertRefused(Way.FILE_URL, digits, "Cannot check out ref '" + digits + "'", "commits that start so");
    }

    @Test
    void refusesATagThatIsNoCommit() {
        bare.git("tag", "blob", second + ":first");
        assertRefused(Way.FILE_URL, "blob", "Cannot check out ref 'blob'", "it is not a commit");
    }

    @ParameterizedTest
    @EnumSource
    void refusesARepositoryWithoutCommits(Way way) throws IOException {
        origin = GitRepository.create(directory.resolve("empty"));
        bare = origin.bareAt(directory.resolve("none.git"));
        bare.git("update-server-info");
        assertRefused(way, "HEAD", "Cannot check out repository '", "its HEAD points to no commit; push a commit");
    }

    /** Four hex digits have 65 536 values, so two of 2 000 commits share them; the dates are fixed, so always the same. */
    private String twoCommitsThatStartAlike() {
        StringBuilder commits = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            commits.append("commit refs/heads/n")
                    .append(i)
                    .append("\n")
                    .append("committer Test <test@example.org> ")
                    .append(1_000_000_000 + i)
                    .append(" +0000\n")
                    .append("data 0\n\n");
        }
        bare.gitWithInput(commits.toString(), "fast-import", "--quiet");
        Set<String> seen = new HashSet<>();
        return bare.git("for-each-ref", "--format=%(objectname)", "refs/heads/n*")
                .lines()
                .map(id -> id.substring(0, 4))
                .filter(digits -> !seen.add(digits))
                .findFirst()
                .orElseThrow();
    }

    private void assertRefused(Way way, String ref, String start, String cause) {
        assertThatThrownBy(() -> fetch(way, ref))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining(cause)
                .extracting(e -> ((AgentException) e).code())
                .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }

    private String fetch(Way way, String ref) throws Exception {
        Path root = bare.directory().getParent();
        String name = bare.directory().getFileName().toString();
        Behaviour behaviour =
                way == Way.DUMB_HTTP ? Behaviour.DUMB : way == Way.OLD_HTTP ? Behaviour.OLD : Behaviour.SMART;
        try (GitHttpServer server = GitHttpServer.start(root, behaviour)) {
            return fetching.fetch(
                    switch (way) {
                        case PATH -> origin.directory().toString();
                        case FILE_URL -> bare.directory().toUri().toString();
                        default -> server.url(name);
                    },
                    ref);
        }
    }

    private String git(String... arguments) {
        return GitRepository.at(fetching.workspace).git(arguments);
    }

    private void assertCleanAt(String commit) {
        assertThat(git("rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(git("log", "-1", "--format=%H")).isEqualTo(commit);
        assertThat(git("fsck", "--no-progress")).isEmpty();
    }
}
