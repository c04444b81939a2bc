package dev.hostler.engine.cache;

import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.CacheStore;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.SweepLimits;
import dev.hostler.api.spi.Sweepable;
import dev.hostler.engine.cache.CacheLocks.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps caches as directories of one directory, which several agents may share. Thread-safe.
 *
 * <p>Settings: {@code directory}, {@code max-bytes} and {@code max-entries} of one cache, {@code wait-seconds};
 * {@code keep-days} (default 30) and {@code keep-size} of all together (default 50GiB), see {@link SweepLimits}.
 *
 * <p>Two locks guard a cache, taken in this order: <em>save</em> for those who write a new generation, <em>use</em> for
 * those who read the current one or make another one current. So a long save holds up no restore.
 */
public final class DirectoryCacheStore implements CacheStore, Sweepable {
    /** This store's id. */
    public static final String ID = "directory-cache";

    private final Scheduler scheduler;
    private final Path otherwise;
    private volatile CacheShop shop;

    /**
     * Creates a store.
     *
     * @param directory where the caches are, unless the settings say otherwise
     */
    public DirectoryCacheStore(Scheduler scheduler, Path directory) {
        this.scheduler = scheduler;
        this.otherwise = directory;
        this.shop = CacheShop.of(CacheSettings.of(directory, Map.of()), scheduler);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public void configure(Map<String, String> settings) {
        shop = CacheShop.of(CacheSettings.of(otherwise, settings), scheduler);
    }

    @Override
    public boolean restore(String key, Path target) throws IOException {
        CacheShop now = shop;
        Path cache = now.place(key);
        if (!Generation.isThere(cache)) {
            return false;
        }
        try (Held using = now.lockForUse(cache)) {
            Optional<Generation> current = Generation.current(cache);
            if (current.isPresent()) {
                Generation generation = current.get();
                TreeSize size = new TreeCopy(generation.size()).copy(cache.resolve(generation.name()), target);
                if (!size.equals(generation.size())) {
                    throw new IOException("what was kept is damaged");
                }
                now.touch(cache);
            }
            return current.isPresent();
        }
    }

    @Override
    public void save(String key, Path source) throws IOException {
        CacheShop now = shop;
        Path cache = now.place(key);
        Files.createDirectories(now.settings().directory(), TreeAttributes.PRIVATE_DIRECTORY);
        Files.createDirectories(cache, TreeAttributes.PRIVATE_DIRECTORY);
        try (Held saving = now.lockForSaving(cache)) {
            CacheShop.removeOthers(cache, saving);
            Path fresh = Files.createDirectory(cache.resolve(Generation.newName()), TreeAttributes.PRIVATE_DIRECTORY);
            try {
                TreeSize size = new TreeCopy(now.settings().largest()).copy(source, fresh);
                Generation generation = new Generation(fresh.getFileName().toString(), size);
                try (Held using = now.lockForUse(cache)) {
                    generation.makeCurrent(cache, using);
                    now.touch(cache);
                }
            } finally {
                CacheShop.removeOthers(cache, saving);
            }
        }
    }

    @Override
    public List<Leftover> leftovers() throws IOException {
        return new CacheSweep(shop).leftovers();
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException {
        return new CacheSweep(shop).remove(leftover);
    }
}
