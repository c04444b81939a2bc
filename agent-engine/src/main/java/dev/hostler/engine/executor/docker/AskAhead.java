package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.ImageName;
import dev.hostler.engine.docker.Images;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine for an image in the background, while the rest of the agent starts: the client library takes its time for
 * the first call, and a run has one job that waits for it. The answer is of no matter. Thread-safe.
 */
final class AskAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AskAhead.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Optional<Scheduler.Task> task;

    private AskAhead(Optional<Scheduler.Task> task) {
        this.task = task;
    }

    /** Starts to ask, if there is an image to ask for; returns at once. */
    static AskAhead start(Images images, Optional<ImageName> image, Scheduler scheduler) {
        return new AskAhead(image.map(name -> scheduler.start("docker-ask-ahead", () -> ask(images, name))));
    }

    private static void ask(Images images, ImageName image) {
        try {
            images.settledId(image);
        } catch (AgentException | DockerException e) {
            LOG.debug("Asked ahead in vain; a job that uses the engine will say more: {}", e.getMessage());
        }
    }

    /** Waits until it has been asked: what the question has opened can be closed only then. Idempotent. */
    @Override
    public void close() {
        try {
            if (task.isPresent()) {
                task.get().join(LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
