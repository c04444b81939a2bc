package dev.hostler.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;

/** Removes containers, running or not, with their anonymous volumes; those that have a name stay. Thread-safe. */
public final class ContainerRemoval {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final EngineConnection engine;
    private final Scheduler scheduler;

    /** Creates the way to remove; asks the engine nothing. */
    public ContainerRemoval(EngineConnection engine, Scheduler scheduler) {
        this.engine = engine;
        this.scheduler = scheduler;
    }

    /**
     * Removes a container. When it returns, it is gone; also if it was before.
     *
     * @throws com.github.dockerjava.api.exception.DockerException if the engine refuses it
     */
    public void remove(String container) {
        engine.finish("remove container", LIMIT, client -> remove(client, container));
    }

    /** The same as a part of a longer call. Returns whether it was there. */
    public boolean remove(DockerClient client, String container) {
        try {
            client.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            return false;
        } catch (ConflictException removalInProgress) {
            awaitRemoval(client, container, removalInProgress);
        }
        return true;
    }

    private void awaitRemoval(DockerClient client, String container, ConflictException cause) {
        long end = scheduler.nanoTime() + LIMIT.toNanos();
        while (isThere(client, container)) {
            if (scheduler.nanoTime() > end) {
                throw cause;
            }
            try {
                scheduler.sleep(PAUSE);
            } catch (InterruptedException e) {
                throw cause;
            }
        }
    }

    private static boolean isThere(DockerClient client, String container) {
        try {
            client.inspectContainerCmd(container).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
