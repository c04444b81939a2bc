package dev.hostler.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CacheRoundTripPropertyTest {
    /** One thing to put into a tree, at a path that may lead through others. */
    private record Entry(String kind, String path, String text, int mode, long time) {}

    @Property(tries = 80)
    void givesBackAnyTree(@ForAll("trees") List<Entry> tree) throws IOException {
        Path directory = Files.createTempDirectory("hostler-cache-test");
        try {
            Path source = Files.createDirectory(directory.resolve("source"));
            Path target = Files.createDirectory(directory.resolve("target"));
            for (Entry entry : tree) {
                put(source, entry);
            }
            DirectoryCacheStore store = new DirectoryCacheStore(new RealTime(), directory.resolve("caches"));

            store.save("key", source);

            assertThat(store.restore("key", target)).isTrue();
            assertThat(Trees.describe(target)).isEqualTo(Trees.describe(source));
        } finally {
            TreeWalk.remove(directory);
        }
    }

    private static void put(Path root, Entry entry) throws IOException {
        Path path = root.resolve(entry.path());
        Path parent = path.resolve("..").normalize();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !isPlain(root, parent)) {
            return;
        }
        Files.createDirectories(parent);
        switch (entry.kind()) {
            case "link" -> Files.createSymbolicLink(path, Path.of(entry.text().isEmpty() ? "x" : entry.text()));
            case "directory" -> dress(Files.createDirectory(path), entry, "rwx");
            default -> dress(Files.writeString(path, entry.text()), entry, "r--");
        }
    }

    private static boolean isPlain(Path root, Path directory) {
        for (Path part = directory;
                !part.equals(root);
                part = part.resolve("..").normalize()) {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static void dress(Path path, Entry entry, String own) throws IOException {
        String others = List.of("---", "r--", "r-x", "rwx").get(entry.mode());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(own + others + "---"));
        Files.setLastModifiedTime(path, FileTime.fromMillis(entry.time()));
    }

    @Provide
    Arbitrary<List<Entry>> trees() {
        Arbitrary<String> paths = Arbitraries.of("a", "b", "with space", "ünïcode", "-x", "new\nline", ".dot")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(names -> String.join("/", names));
        return Combinators.combine(
                        Arbitraries.of("file", "file", "directory", "link"),
                        paths,
                        Arbitraries.strings().ascii().excludeChars('\0').ofMaxLength(200),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(0, 4_000_000_000_000L))
                .as(Entry::new)
                .list()
                .ofMaxSize(15);
    }
}
