package dev.hostler.engine.docker;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls a list of images in the background, one at a time, so that the first jobs find them there. A failure is a
 * warning: the job that needs the image will say more. Thread-safe.
 */
public final class PrePull implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrePull.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Images images;
    private final Optional<Scheduler.Task> task;

    private PrePull(Images images, List<ImageName> list, Scheduler scheduler) {
        this.images = images;
        this.task = list.isEmpty()
                ? Optional.empty()
                : Optional.of(scheduler.start("docker-pre-pull", () -> pullAll(list)));
    }

    /** Starts to pull; returns at once. */
    public static PrePull start(Images images, List<ImageName> list, Scheduler scheduler) {
        return new PrePull(images, list, scheduler);
    }

    private void pullAll(List<ImageName> list) {
        try {
            for (ImageName image : list) {
                pull(image);
            }
        } catch (InterruptedException stop) {
            LOG.debug("Images that are left are not pulled ahead: the agent closes");
        }
    }

    private void pull(ImageName image) throws InterruptedException {
        try {
            images.require(image, line -> LOG.debug("Ahead of its use: {}", line), CancellationToken.NONE);
        } catch (AgentException e) {
            LOG.warn("Image {} was not pulled ahead: {}", image.value(), e.getMessage());
        }
    }

    /** Ends the pull that runs, and begins no other. Idempotent. */
    @Override
    public void close() {
        task.ifPresent(Scheduler.Task::cancel);
        try {
            if (task.isPresent()) {
                task.get().join(LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
