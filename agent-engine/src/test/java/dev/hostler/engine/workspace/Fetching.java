package dev.hostler.engine.workspace;

import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Source;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.engine.retry.RetrySchedule;
import dev.hostler.engine.time.SystemScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fetcher with a home of its own, and what it said. */
final class Fetching {
    final List<String> notices = new CopyOnWriteArrayList<>();
    final Path workspace;
    private final SourceFetcher fetcher;

    Fetching(Path directory) throws IOException {
        this(directory, Duration.ofSeconds(20));
    }

    Fetching(Path directory, Duration idleLimit) throws IOException {
        this(directory, idleLimit, RetrySchedule.NEVER);
    }

    Fetching(Path directory, Duration idleLimit, RetrySchedule retries) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        this.workspace = Files.createDirectory(directory.resolve("workspace"));
        this.fetcher = new SourceFetcher(SystemScheduler.create(), new FetchSettings(home, idleLimit, retries));
    }

    String fetch(String url, String ref) throws InterruptedException {
        return fetch(GitSource.builder(url).ref(ref).build(), Optional.empty());
    }

    String fetch(Source source, Optional<String> token) throws InterruptedException {
        return run(source, token, CancellationToken.NONE).commit().orElse("");
    }

    FetchedSource run(Source source, Optional<String> token, CancellationToken cancellation)
            throws InterruptedException {
        return fetcher.fetch(source, workspace, token, notices::add, cancellation);
    }
}
