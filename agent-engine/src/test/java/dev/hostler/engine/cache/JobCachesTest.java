package dev.hostler.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import dev.hostler.api.spi.CacheStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCachesTest {
    private static final String SCOPE = "https://git.example/app.git";

    @TempDir
    private Path directory;

    private JobCaches caches;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void makeCaches() {
        caches = new JobCaches(new DirectoryCacheStore(new RealTime(), directory.resolve("caches")));
    }

    private Path job(String name) throws IOException {
        Path job = Files.createDirectory(directory.resolve(name));
        Files.createDirectory(job.resolve("workspace"));
        Files.createDirectory(job.resolve("home"));
        return job;
    }

    private static PipelineSpec pipeline(String... paths) {
        StepSpec step =
                StepSpec.builder("a", new StepCommand.Argv(List.of("true"))).build();
        return PipelineSpec.builder("p", List.of(step))
                .cachePaths(List.of(paths))
                .build();
    }

    private void save(Path job, String scope, String... paths) {
        caches.save(pipeline(paths), scope, job.resolve("workspace"), job.resolve("home"), notices::add);
    }

    private void restore(Path job, String scope, String... paths) {
        caches.restore(pipeline(paths), scope, job.resolve("workspace"), job.resolve("home"), notices::add);
    }

    @Test
    void bringsTheNextJobWhatTheLastOneLeft() throws IOException {
        Path first = job("first");
        restore(first, SCOPE, "sub/target/", "~/.m2/repository");
        assertThat(first.resolve("workspace")).isEmptyDirectory();
        assertThat(first.resolve("home")).isEmptyDirectory();
        Files.createDirectories(first.resolve("workspace/sub/target"));
        Files.createDirectories(first.resolve("home/.m2/repository"));
        Files.writeString(first.resolve("workspace/sub/target/a"), "class");
        Files.writeString(first.resolve("home/.m2/repository/b"), "jar");
        save(first, SCOPE, "sub/target/", "~/.m2/repository");
        Path second = job("second");

        restore(second, SCOPE, "./sub/target", "~/.m2/repository/");

        assertThat(second.resolve("workspace/sub/target/a")).hasContent("class");
        assertThat(second.resolve("home/.m2/repository/b")).hasContent("jar");
        assertThat(notices)
                .containsExactly(
                        "cache sub/target/: nothing is kept yet",
                        "cache ~/.m2/repository: nothing is kept yet",
                        "cache sub/target/: saved",
                        "cache ~/.m2/repository: saved",
                        "cache ./sub/target: restored",
                        "cache ~/.m2/repository/: restored");
    }

    @Test
    void keepsScopesAndPathsApart() throws IOException {
        Path first = job("first");
        Files.createDirectory(first.resolve("workspace/target"));
        save(first, SCOPE, "target");
        Path second = job("second");

        restore(second, "https://git.example/other.git", "target");
        restore(second, SCOPE, "~/target", "targets");

        assertThat(notices).hasSize(4).last().asString().isEqualTo("cache targets: nothing is kept yet");
        assertThat(second.resolve("workspace")).isEmptyDirectory();
        assertThat(second.resolve("home")).isEmptyDirectory();
    }

    @Test
    void leavesADirectoryAloneThatIsNotEmpty() throws IOException {
        Path first = job("first");
        Files.createDirectory(first.resolve("workspace/target"));
        Files.writeString(first.resolve("workspace/target/a"), "cached");
        save(first, SCOPE, "target");
        Files.writeString(first.resolve("workspace/target/a"), "checked out");

        restore(first, SCOPE, "target");

        assertThat(first.resolve("workspace/target/a")).hasContent("checked out");
        assertThat(notices).last().isEqualTo("cache target: not restored: the directory is not empty");
    }

    @Test
    void followsNoLink() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("id_rsa"), "host");
        Path job = job("job");
        Files.createSymbolicLink(job.resolve("workspace/target"), outside);
        Files.createSymbolicLink(job.resolve("workspace/up"), directory);

        save(job, SCOPE, "target", "up/outside");
        restore(job, SCOPE, "target", "up/new");

        assertThat(notices).hasSize(4).allMatch(notice -> notice.contains(": a link is in its way"));
        assertThat(directory.resolve("new")).doesNotExist();
        assertThat(directory.resolve("caches")).doesNotExist();
    }

    @Test
    void takesNoPathOutsideOfTheJob() throws IOException {
        Path job = job("job");

        save(job, SCOPE, ".", "a/..", "~/.");

        assertThat(notices)
                .hasSize(3)
                .allMatch(notice ->
                        notice.endsWith(": not saved: it is not a directory below the workspace or the home"));
    }

    @Test
    void turnsEveryFailureIntoANotice() throws IOException {
        Path job = job("job");
        Files.createDirectories(job.resolve("workspace/target"));
        Files.writeString(job.resolve("workspace/file"), "x");
        caches = new JobCaches(new CacheStore() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public boolean restore(String key, Path target) throws IOException {
                Files.writeString(target.resolve("part"), "x");
                throw new IOException("torn\ncable");
            }

            @Override
            public void save(String key, Path source) {
                throw new IllegalStateException("defect");
            }
        });

        restore(job, SCOPE, "target", "file", "new/dir");
        save(job, SCOPE, "target", "missing", "file");

        assertThat(notices)
                .containsExactly(
                        "cache target: not restored: torn cable",
                        "cache file: not restored: NotDirectoryException",
                        "cache new/dir: not restored: torn cable",
                        "cache target: not saved: defect",
                        "cache missing: not saved: there is no such directory",
                        "cache file: not saved: there is no such directory");
        assertThat(job.resolve("workspace/target")).isEmptyDirectory();
        assertThat(job.resolve("workspace/new")).doesNotExist();
    }

    @Test
    void leavesCredentialsOutOfTheScope() {
        assertThat(JobCaches.scopeOf(Optional.of(
                        GitSource.builder("https://token@git.example/app.git").build())))
                .isEqualTo(SCOPE);
        assertThat(JobCaches.scopeOf(
                        Optional.of(GitSource.builder("git@git.example:app.git").build())))
                .isEqualTo("git@git.example:app.git");
        assertThat(JobCaches.scopeOf(Optional.of(new DirectorySource(Path.of("/srv/app")))))
                .isEqualTo("directory /srv/app");
        assertThat(JobCaches.scopeOf(Optional.empty())).isEqualTo("none");
    }
}
