package dev.hostler.engine.cache;

import dev.hostler.api.spi.CacheStore;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.cache.CacheLocks.Held;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps caches as directories of one directory, which several agents may share. Thread-safe.
 *
 * <p>Settings: {@code directory}, {@code max-bytes} and {@code max-entries} of one cache, {@code wait-seconds}. Nothing
 * is removed yet because of its age, or because all caches together are large.
 *
 * <p>Two locks guard a cache, taken in this order: <em>save</em> for those who write a new generation, <em>use</em> for
 * those who read the current one or make another one current. So a long save holds up no restore.
 */
public final class DirectoryCacheStore implements CacheStore {
    /** This store's id. */
    public static final String ID = "directory-cache";

    private static final Pattern FILE_NAME = Pattern.compile("(?!h-)[A-Za-z0-9][A-Za-z0-9._-]{0,150}");

    private final Scheduler scheduler;
    private final Path otherwise;
    private volatile Shop shop;

    /**
     * Creates a store.
     *
     * @param directory where the caches are, unless the settings say otherwise
     */
    public DirectoryCacheStore(Scheduler scheduler, Path directory) {
        this.scheduler = scheduler;
        this.otherwise = directory;
        this.shop = Shop.of(CacheSettings.of(directory, Map.of()), scheduler);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public void configure(Map<String, String> settings) {
        shop = Shop.of(CacheSettings.of(otherwise, settings), scheduler);
    }

    @Override
    public boolean restore(String key, Path target) throws IOException {
        Shop now = shop;
        Path cache = now.place(key);
        if (!Generation.isThere(cache)) {
            return false;
        }
        try (Held using = now.use.lock(cache.resolve("use.lock"))) {
            Optional<Generation> current = Generation.current(cache);
            if (current.isPresent()) {
                Generation generation = current.get();
                TreeSize size = new TreeCopy(generation.size()).copy(cache.resolve(generation.name()), target);
                if (!size.equals(generation.size())) {
                    throw new IOException("what was kept is damaged");
                }
            }
            return current.isPresent();
        }
    }

    @Override
    public void save(String key, Path source) throws IOException {
        Shop now = shop;
        Path cache = now.place(key);
        Files.createDirectories(now.settings.directory(), TreeAttributes.PRIVATE_DIRECTORY);
        Files.createDirectories(cache, TreeAttributes.PRIVATE_DIRECTORY);
        try (Held saving = now.save.lock(cache.resolve("save.lock"))) {
            removeOthers(cache, saving);
            Path fresh = Files.createDirectory(cache.resolve(Generation.newName()), TreeAttributes.PRIVATE_DIRECTORY);
            try {
                TreeSize size = new TreeCopy(now.settings.largest()).copy(source, fresh);
                Generation generation = new Generation(fresh.getFileName().toString(), size);
                try (Held using = now.use.lock(cache.resolve("use.lock"))) {
                    generation.makeCurrent(cache, using);
                }
            } finally {
                removeOthers(cache, saving);
            }
        }
    }

    /** Removes what is not current: the former generation, a failed one, and what a crash has left. */
    private static void removeOthers(Path cache, Held saving) throws IOException {
        Optional<String> keep = currentName(cache);
        try (DirectoryStream<Path> generations = Files.newDirectoryStream(cache, Generation.PREFIX + "*")) {
            for (Path generation : generations) {
                if (saving.channel().isOpen()
                        && !keep.equals(Optional.of(generation.getFileName().toString()))) {
                    TreeWalk.remove(generation);
                }
            }
        }
    }

    private static Optional<String> currentName(Path cache) {
        try {
            return Generation.current(cache).map(Generation::name);
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** What the settings decide. */
    private record Shop(CacheSettings settings, CacheLocks save, CacheLocks use) {
        static Shop of(CacheSettings settings, Scheduler scheduler) {
            return new Shop(
                    settings,
                    new CacheLocks(scheduler, settings.patience()),
                    new CacheLocks(scheduler, settings.patience()));
        }

        Path place(String key) {
            return settings.directory().resolve(FILE_NAME.matcher(key).matches() ? key : "h-" + hash(key));
        }
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
