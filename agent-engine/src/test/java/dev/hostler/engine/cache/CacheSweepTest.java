package dev.hostler.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.node.Leftover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSweepTest {
    @TempDir
    private Path directory;

    private Path root;
    private Path source;
    private DirectoryCacheStore store;

    @BeforeEach
    void keepTwo() throws IOException {
        root = directory.resolve("caches");
        source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "x".repeat(20_000));
        store = new DirectoryCacheStore(new RealTime(), root);
        store.save("old", source);
        store.save("new", source);
        age("old", Duration.ofDays(40));
        age("new", Duration.ofDays(2));
    }

    private void age(String key, Duration unused) throws IOException {
        FileTime time = FileTime.from(Instant.now().minus(unused));
        Files.setLastModifiedTime(root.resolve(key).resolve("use.lock"), time);
    }

    private List<String> leftovers() throws IOException {
        return store.leftovers().stream().map(Leftover::name).toList();
    }

    private boolean restores(String key) throws IOException {
        Path target = Files.createTempDirectory(directory, "target");
        return store.restore(key, target);
    }

    @Test
    void whatIsOldGoesAndCanBeKeptAgain() throws IOException {
        assertThat(leftovers()).containsExactly("old");
        assertThat(restores("new")).isTrue();

        assertThat(store.remove(store.leftovers().get(0))).isTrue();

        assertThat(restores("old")).isFalse();
        assertThat(leftovers()).isEmpty();
        try (Stream<Path> files = Files.list(root.resolve("old"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("use.lock", "save.lock");
        }
        store.save("old", source);
        assertThat(restores("old")).isTrue();
    }

    @Test
    void theOldestGoesWhenAllTogetherAreTooLarge() throws IOException {
        age("old", Duration.ofDays(3));
        store.configure(Map.of("keep-size", "30KiB"));
        assertThat(leftovers()).isEqualTo(List.of("old"));
        store.configure(Map.of("keep-size", "10KiB"));
        assertThat(leftovers()).isEqualTo(List.of("old", "new"));
        store.configure(Map.of("keep-size", "40KiB"));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aUseSavesACacheAlsoAfterItWasListed() throws IOException {
        Leftover listed = store.leftovers().get(0);
        assertThat(restores("old")).isTrue();

        assertThat(store.remove(listed)).isFalse();
        assertThat(leftovers()).isEmpty();
        assertThat(restores("old")).isTrue();
    }

    @Test
    void oneThatIsDamagedGoesLikeAnyOther() throws IOException {
        Files.writeString(root.resolve("old/current"), "nonsense");
        assertThat(store.remove(store.leftovers().get(0))).isTrue();
        assertThat(restores("old")).isFalse();
    }

    @Test
    void nothingOutsideIsRemoved() throws IOException {
        Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(directory.resolve("elsewhere/current"), "x");

        assertThat(store.remove(new Leftover("cache", "../elsewhere", 0, Instant.MAX, "")))
                .isFalse();
        assertThat(directory.resolve("elsewhere/current")).exists();
    }
}
