package dev.hostler.engine.executor.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.spi.AttachedSandbox.ArchiveReader;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Copies archives into a container and out of it, as long as there is progress. Thread-safe. */
final class ContainerArchives {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final String container;
    private final Duration patience;

    ContainerArchives(EngineConnection engine, Scheduler scheduler, String container) {
        this(engine, scheduler, container, PATIENCE);
    }

    /**
     * Creates the way of copying.
     *
     * @param patience how long nothing may pass
     */
    ContainerArchives(EngineConnection engine, Scheduler scheduler, String container, Duration patience) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.container = container;
        this.patience = patience;
    }

    void copyIn(String directory, InputStream archive) throws InterruptedException {
        try {
            transfer("copy files in", (client, passed) -> {
                client.copyArchiveToContainerCmd(container)
                        .withRemotePath(directory)
                        .withTarInputStream(new CountedStream(archive, passed))
                        .exec();
            });
        } catch (UncheckedIOException | IOException e) {
            throw engine.trouble().unreachable("copy files in", e);
        }
    }

    void copyOut(String directory, ArchiveReader reader) throws IOException, InterruptedException {
        transfer("copy files out", (client, passed) -> {
            try (InputStream archive =
                    client.copyArchiveFromContainerCmd(container, directory).exec()) {
                reader.read(new CountedStream(archive, passed));
            }
        });
    }

    private interface Transfer {
        void run(DockerClient client, AtomicLong passed) throws IOException;
    }

    /** In a session of its own, which is closed to break the transfer off. */
    private void transfer(String attempt, Transfer transfer) throws IOException, InterruptedException {
        AtomicLong passed = new AtomicLong();
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        try (EngineSession session = engine.open()) {
            Scheduler.Task task = scheduler.start("docker-" + attempt, () -> {
                try {
                    transfer.run(session.client(), passed);
                    outcome.complete(true);
                } catch (Throwable t) {
                    outcome.completeExceptionally(t);
                }
            });
            try {
                await(attempt, outcome, passed);
            } finally {
                task.cancel();
            }
        }
    }

    private void await(String attempt, CompletableFuture<Boolean> outcome, AtomicLong passed)
            throws IOException, InterruptedException {
        long seen = -1;
        while (seen < passed.get()) {
            seen = passed.get();
            try {
                outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                // Goes on if something passed meanwhile.
            } catch (ExecutionException e) {
                throw failed(attempt, e.getCause() == null ? e : e.getCause());
            }
        }
        throw engine.trouble().silent(attempt, patience);
    }

    /** Returns what is to be thrown; an error of the JVM and what the reader has thrown go as they are. */
    private RuntimeException failed(String attempt, Throwable thrown) throws IOException {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof IOException io) {
            throw io;
        }
        return thrown instanceof DockerException refused
                ? engine.trouble().refused(attempt, refused)
                : engine.trouble().unreachable(attempt, thrown);
    }
}
