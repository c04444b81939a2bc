package dev.hostler.engine.cache;

import dev.hostler.api.node.Leftover;
import dev.hostler.engine.cache.CacheLocks.Held;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds caches that nobody has used for long, and empties them. Immutable.
 *
 * <p>Of an emptied cache its directory and its two lock files stay: somebody may wait for one of the locks, and a lock
 * on a file that has lost its name keeps nobody out.
 */
final class CacheSweep {
    static final String KIND = "cache";

    private final CacheShop shop;

    CacheSweep(CacheShop shop) {
        this.shop = shop;
    }

    List<Leftover> leftovers() throws IOException {
        List<Leftover> all = new ArrayList<>();
        if (Files.isDirectory(shop.settings().directory())) {
            try (DirectoryStream<Path> caches =
                    Files.newDirectoryStream(shop.settings().directory(), Files::isDirectory)) {
                for (Path cache : caches) {
                    found(cache).ifPresent(all::add);
                }
            }
        }
        return shop.settings().limits().choose(all, shop.scheduler().now());
    }

    private Optional<Leftover> found(Path cache) throws IOException {
        if (!Generation.isThere(cache)) {
            return Optional.empty();
        }
        return Optional.of(new Leftover(KIND, cache.getFileName().toString(), bytes(cache), shop.lastUsed(cache), ""));
    }

    private static long bytes(Path cache) {
        try {
            return Generation.current(cache).map(one -> one.size().bytes()).orElse(0L);
        } catch (IOException damaged) {
            return 0;
        }
    }

    /** Empties a cache, unless it was used after it was listed. */
    boolean remove(Leftover leftover) throws IOException {
        Path cache = shop.settings().directory().resolve(leftover.name());
        if (!shop.settings().directory().equals(cache.getParent()) || !Generation.isThere(cache)) {
            return false;
        }
        try (Held saving = shop.lockForSaving(cache)) {
            try (Held using = shop.lockForUse(cache)) {
                if (shop.lastUsed(cache).isAfter(leftover.lastUsed())) {
                    return false;
                }
                Generation.makeNoneCurrent(cache, using);
            }
            CacheShop.removeOthers(cache, saving);
            return true;
        }
    }
}
