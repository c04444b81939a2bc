package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees to it that the engine has an image. Thread-safe. */
final class Images {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final PullPolicy policy;
    private final Duration patience;

    /**
     * Creates the way to images.
     *
     * @param patience how long a pull may make no progress
     */
    Images(EngineConnection engine, Scheduler scheduler, PullPolicy policy, Duration patience) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.policy = policy;
        this.patience = patience;
    }

    void require(ImageName image, Consumer<String> notices, CancellationToken cancellation)
            throws InterruptedException {
        if (policy != PullPolicy.ALWAYS && isPresent(image)) {
            return;
        }
        if (policy == PullPolicy.NEVER) {
            throw unavailable(image, "the engine does not have it, and images are never pulled (setting docker.pull)");
        }
        long begin = scheduler.nanoTime();
        notices.accept("pulling image " + image.value());
        pull(image, cancellation).ifPresent(cause -> {
            throw unavailable(image, cause);
        });
        // A stream that was cut looks like one that ended.
        if (!isPresent(image)) {
            throw unavailable(image, "the pull ended before the image was there");
        }
        long seconds = Duration.ofNanos(scheduler.nanoTime() - begin).toSeconds();
        notices.accept("pulled image " + image.value() + " in " + seconds + " s");
    }

    private boolean isPresent(ImageName image) throws InterruptedException {
        return engine.call("inspect image", LOOK, client -> {
            try {
                client.inspectImageCmd(image.value()).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    /**
     * Pulls through a session of its own, and closes that: closing the callback alone has no effect until the engine has
     * begun to answer.
     */
    private Optional<String> pull(ImageName image, CancellationToken cancellation) throws InterruptedException {
        PullProgress progress = new PullProgress();
        try (EngineSession session = engine.open();
                CancellationToken.Registration ignored = cancellation.onCancel(progress::cancel)) {
            PullImageCmd command = session.client().pullImageCmd(image.repository());
            if (!image.tag().isEmpty()) {
                command.withTag(image.tag());
            }
            command.exec(progress);
            return progress.await(patience);
        }
    }

    private static AgentException unavailable(ImageName image, String cause) {
        return unavailable(image, cause, "check the name, log in with docker login, or load the image by hand");
    }

    static AgentException unavailable(ImageName image, String cause, String remedy) {
        return Failure.cannot(ErrorCode.IMAGE_UNAVAILABLE, "use image", image.value(), cause, remedy)
                .toException();
    }
}
