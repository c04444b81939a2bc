package dev.hostler.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectoryCacheStoreTest {
    @TempDir
    private Path directory;

    private Path root;
    private Path source;
    private DirectoryCacheStore store;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void makeStore() throws IOException {
        root = directory.resolve("caches");
        source = Files.createDirectory(directory.resolve("source"));
        store = store(Map.of());
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private DirectoryCacheStore store(Map<String, String> settings) {
        DirectoryCacheStore made = new DirectoryCacheStore(new RealTime(), root);
        made.configure(settings);
        return made;
    }

    private Path target(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @Test
    void givesBackWhatWasSaved() throws IOException {
        Files.createDirectories(source.resolve("a/b"));
        Files.writeString(source.resolve("a/run"), "script");
        Files.setPosixFilePermissions(source.resolve("a/run"), PosixFilePermissions.fromString("r-xr-x--x"));
        Files.createSymbolicLink(source.resolve("a/link"), Path.of("run"));
        Files.createSymbolicLink(source.resolve("dangling"), Path.of("nowhere"));
        FileTime old = FileTime.from(Instant.parse("2020-02-03T04:05:06.123456Z"));
        Files.setLastModifiedTime(source.resolve("a/run"), old);
        Files.setLastModifiedTime(source.resolve("a/b"), old);
        Files.setPosixFilePermissions(source.resolve("a"), PosixFilePermissions.fromString("r-xr-xr-x"));

        store.save("key", source);
        Path target = target("target");

        assertThat(store.restore("key", target)).isTrue();
        assertThat(Trees.describe(target)).isEqualTo(Trees.describe(source)).hasSize(6);
        TreeWalk.remove(source);
        TreeWalk.remove(target);
    }

    @Test
    void saysThatNothingIsKept() throws IOException {
        Path target = target("target");

        assertThat(store.restore("key", target)).isFalse();
        assertThat(target).isEmptyDirectory();
        assertThat(root).doesNotExist();
    }

    @Test
    void replacesWhatWasKeptAndRemovesIt() throws IOException {
        Files.writeString(source.resolve("old"), "old");
        store.save("key", source);
        Files.delete(source.resolve("old"));
        Files.writeString(source.resolve("new"), "new");
        store.save("key", source);
        Path target = target("target");

        store.restore("key", target);

        assertThat(Trees.describe(target)).containsOnlyKeys("", "new");
        try (Stream<Path> generations = Files.list(root.resolve("key"))) {
            assertThat(generations.filter(path -> path.getFileName().toString().startsWith("g-")))
                    .hasSize(1);
        }
    }

    @Test
    void keepsWhatWasThereWhenASaveFails() throws IOException {
        Files.writeString(source.resolve("old"), "old");
        store.save("key", source);
        Files.writeString(source.resolve("big"), "x".repeat(2000));

        assertThatThrownBy(() -> store(Map.of("max-bytes", "1000")).save("key", source))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1000 bytes");
        assertThatThrownBy(() -> store(Map.of("max-entries", "1")).save("key", source))
                .hasMessageContaining("1 entries");

        Path target = target("target");
        store.restore("key", target);
        assertThat(Trees.describe(target)).containsOnlyKeys("", "old");
        try (Stream<Path> left = Files.list(root.resolve("key"))) {
            assertThat(left).hasSize(4);
        }
    }

    @Test
    void removesWhatACrashHasLeft() throws IOException {
        Files.writeString(source.resolve("file"), "x");
        Path crashed = Files.createDirectories(root.resolve("key").resolve(Generation.newName()));
        Files.writeString(crashed.resolve("part"), "x");
        assertThat(store.restore("key", target("before"))).isFalse();

        store.save("key", source);

        assertThat(crashed).doesNotExist();
    }

    @Test
    void noticesWhatAPowerCutHasDamaged() throws IOException {
        Files.writeString(source.resolve("file"), "content");
        store.save("key", source);
        try (Stream<Path> all = Files.walk(root)) {
            Path kept = all.filter(path -> path.endsWith("file")).findFirst().orElseThrow();
            Files.writeString(kept, "");
        }
        assertThatThrownBy(() -> store.restore("key", target("emptied"))).hasMessage("what was kept is damaged");

        Files.writeString(root.resolve("key/current"), "");
        assertThatThrownBy(() -> store.restore("key", target("lost"))).hasMessage("what was kept is damaged");

        store.save("key", source);
        assertThat(store.restore("key", target("repaired"))).isTrue();
    }

    @Test
    void keepsEveryKeyBelowItsDirectory() throws IOException {
        Files.writeString(source.resolve("file"), "x");
        List<String> keys =
                List.of("../../escape", "/etc/x", "..", "a/b", "key", "Key", "x".repeat(500), "h-1", "ä", "");
        for (String key : keys) {
            store.save(key, source);
        }

        try (Stream<Path> caches = Files.list(root)) {
            assertThat(caches).hasSize(keys.size());
        }
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("caches", "source");
        }
    }

    @Test
    void keepsItsDirectoryToItself() throws IOException {
        store.save("key", source);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("key"))))
                .isEqualTo("rwx------");
    }

    @Test
    void savesNoDirectoryThroughALink() throws IOException {
        Path secret = target("secret");
        Files.writeString(secret.resolve("id_rsa"), "host");
        Files.createSymbolicLink(directory.resolve("link"), secret);

        assertThatThrownBy(() -> store.save("key", directory.resolve("link"))).isInstanceOf(IOException.class);
        assertThat(store.restore("key", target("target"))).isFalse();
    }

    @Test
    void leavesOutWhatIsNeitherFileNorDirectoryNorLink() throws Exception {
        Files.writeString(source.resolve("file"), "x");
        assertThat(new ProcessBuilder("mkfifo", source.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();

        store.save("key", source);
        Path target = target("target");

        assertThat(store.restore("key", target)).isTrue();
        assertThat(Trees.describe(target)).containsOnlyKeys("", "file");
    }

    @Test
    void endsInATreeThatIsTooDeep() throws IOException {
        Files.createDirectories(source.resolve("d/".repeat(150)));

        assertThatThrownBy(() -> store.save("key", source)).hasMessageContaining("nested deeper than 100");
    }

    @Test
    void waitsForAnotherProcess() throws Exception {
        Files.writeString(source.resolve("file"), "x");
        store.save("key", source);
        Process holder = LockHolder.start(root.resolve("key/use.lock"));
        try {
            Path target = target("target");
            assertThatThrownBy(() -> store(Map.of("wait-seconds", "1")).restore("key", target))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another job has used the cache for more than 1 s");
            Future<Boolean> waiting = threads.submit(() -> store.restore("key", target));
            await().during(Duration.ofMillis(200)).until(() -> !waiting.isDone());

            holder.getOutputStream().close();

            assertThat(waiting.get()).isTrue();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void restoresWhileAnotherProcessSaves() throws Exception {
        Files.writeString(source.resolve("file"), "x");
        store.save("key", source);
        Process holder = LockHolder.start(root.resolve("key/save.lock"));
        try {
            assertThat(store.restore("key", target("target"))).isTrue();
            assertThatThrownBy(() -> store(Map.of("wait-seconds", "1")).save("key", source))
                    .hasMessageContaining("another job has used the cache");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void showsTheOldOrTheNewButNoMix() throws Exception {
        DirectoryCacheStore otherAgent = store(Map.of());
        List<Future<?>> work = new ArrayList<>();
        save("0");
        for (int writer = 1; writer <= 2; writer++) {
            String value = String.valueOf(writer);
            work.add(threads.submit(() -> {
                for (int i = 0; i < 15; i++) {
                    save(value);
                }
                return null;
            }));
        }
        for (int reader = 0; reader < 2; reader++) {
            DirectoryCacheStore from = reader == 0 ? store : otherAgent;
            Path base = target("reader" + reader);
            work.add(threads.submit(() -> {
                for (int i = 0; i < 15; i++) {
                    Path target = Files.createDirectory(base.resolve(String.valueOf(i)));
                    assertThat(from.restore("key", target)).isTrue();
                    assertThat(contents(target))
                            .hasSize(20)
                            .containsOnly(contents(target).get(0));
                }
                return null;
            }));
        }
        for (Future<?> part : work) {
            part.get();
        }
    }

    private void save(String value) throws IOException {
        Path from = Files.createTempDirectory(directory, "from");
        for (int i = 0; i < 20; i++) {
            Files.writeString(from.resolve("file" + i), value);
        }
        store.save("key", from);
    }

    private static List<String> contents(Path target) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                contents.add(Files.readString(file));
            }
        }
        return contents;
    }
}
