package dev.hostler.engine.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.hostler.api.node.Leftover;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.SweepLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds images that this agent has fetched and nobody has used for long, and removes them. An image of any container,
 * running or not, and whosever it is, is in use. Thread-safe.
 */
public final class ImageSweep {
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration REMOVAL = Duration.ofMinutes(2);
    private static final String KIND = "image";

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final ImageLedger ledger;
    private final SweepLimits limits;

    /** Creates a sweep of the images in a ledger. */
    public ImageSweep(EngineConnection engine, Scheduler scheduler, ImageLedger ledger, SweepLimits limits) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.ledger = ledger;
        this.limits = limits;
    }

    /**
     * Lists what may go. Asks the engine nothing if no image was fetched.
     *
     * @throws IOException if the engine refuses to tell
     */
    public List<Leftover> leftovers() throws IOException, InterruptedException {
        Map<ImageName, Instant> fetched = ledger.all();
        if (fetched.isEmpty()) {
            return List.of();
        }
        try {
            Set<String> used = usedImages();
            List<Leftover> unused = new ArrayList<>();
            for (Map.Entry<ImageName, Instant> entry : fetched.entrySet()) {
                unused(entry.getKey(), entry.getValue(), used).ifPresent(unused::add);
            }
            return limits.choose(unused, scheduler.now());
        } catch (DockerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Set<String> usedImages() throws InterruptedException {
        List<Container> all = engine.ask(
                "list containers",
                LOOK,
                client -> client.listContainersCmd().withShowAll(true).exec());
        return all.stream().map(Container::getImageId).collect(Collectors.toSet());
    }

    private Optional<Leftover> unused(ImageName image, Instant lastUse, Set<String> used) throws InterruptedException {
        try {
            var found = engine.ask(
                    "look for image",
                    LOOK,
                    client -> client.inspectImageCmd(image.value()).exec());
            if (used.contains(String.valueOf(found.getId()))) {
                ledger.used(image, scheduler.now());
                return Optional.empty();
            }
            long bytes = found.getSize() == null ? 0 : found.getSize();
            return Optional.of(new Leftover(KIND, image.value(), bytes, lastUse, ""));
        } catch (NotFoundException e) {
            ledger.gone(image);
            return Optional.empty();
        }
    }

    /**
     * Removes an image, unless it is in use or was used after it was listed.
     *
     * @throws IOException if the engine refuses
     */
    public boolean remove(Leftover leftover) throws IOException, InterruptedException {
        ImageName image = new ImageName(leftover.name());
        if (!ledger.lastUse(image).equals(Optional.of(leftover.lastUsed()))) {
            return false;
        }
        try {
            engine.call(
                    "remove image",
                    REMOVAL,
                    client -> client.removeImageCmd(image.value()).exec());
            ledger.gone(image);
            return true;
        } catch (ConflictException inUse) {
            return false;
        } catch (NotFoundException e) {
            ledger.gone(image);
            return false;
        } catch (DockerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
