package dev.hostler.engine.runtime.runner;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Fetches an archive: goes on where an earlier attempt broke off, and lets only the right bytes through. Thread-safe. */
final class Download {
    private static final int BUFFER = 256 * 1024;
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Scheduler scheduler;
    private final Http http;
    private final Attempts attempts;

    Download(Scheduler scheduler, Http http, Attempts attempts) {
        this.scheduler = scheduler;
        this.http = http;
        this.attempts = attempts;
    }

    /**
     * Fetches the archive of a release; nothing is there under the file's name before its digest is right.
     *
     * @param progress is told how many bytes are there, and of how many
     */
    void fetch(
            Release release,
            Path file,
            Deadline deadline,
            BiConsumer<Long, OptionalLong> progress,
            CancellationToken cancellation)
            throws InterruptedException {
        Path part =
                file.resolveSibling(release.archive() + "." + release.sha256().substring(0, 16) + ".part");
        attempts.make("fetch runner archive", release.archive(), deadline, () -> {
            boolean resumed = transfer(release, part, deadline, progress, cancellation);
            accept(release, part, file, resumed);
            return file;
        });
    }

    private boolean transfer(
            Release release,
            Path part,
            Deadline deadline,
            BiConsumer<Long, OptionalLong> progress,
            CancellationToken cancellation)
            throws FetchException, InterruptedException {
        long there = size(part);
        Map<String, String> headers = there > 0 ? Map.of("Range", "bytes=" + there + "-") : Map.of();
        HttpResponse<InputStream> answer = http.get(release.place(), headers, deadline);
        if (answer.statusCode() == 416) {
            // More is here than there is: what is here is not what is wanted, or it is whole.
            Http.close(answer);
            return true;
        }
        boolean resumed = answer.statusCode() == 206 && there > 0;
        Incoming incoming = new Incoming(answer, resumed ? there : 0, progress);
        Scheduler.Task guard =
                scheduler.start("hostler-runner-guard", () -> incoming.guard(deadline, cancellation, scheduler));
        try {
            incoming.write(part, resumed);
        } catch (IOException e) {
            if (cancellation.isCancelled() || Thread.interrupted()) {
                throw new InterruptedException("the download is not wanted any more");
            }
            throw FetchException.passing(
                    "the download breaks off: " + incoming.why(e),
                    "look at the network and its proxy",
                    Duration.ZERO,
                    size(part) > there && !deadline.isOver());
        } finally {
            guard.cancel();
        }
        return resumed;
    }

    /** A file that was put together from pieces may be wrong by that; another one is what its server has. */
    private static void accept(Release release, Path part, Path file, boolean resumed) throws FetchException {
        try {
            String digest = Digests.of(part);
            if (digest.equals(release.sha256())) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            Files.delete(part);
            String cause = "its SHA-256 digest is " + digest + ", and should be " + release.sha256();
            throw resumed
                    ? FetchException.passing(cause)
                    : FetchException.lasting(
                            ErrorCode.IMAGE_UNAVAILABLE,
                            cause,
                            "look at the network and its proxy; nothing was unpacked");
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static long size(Path part) throws FetchException {
        try {
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static FetchException unwritable(IOException e) {
        return FetchException.lasting(
                ErrorCode.NO_CAPACITY, "the cache can't be used (" + e.getMessage() + ")", "look at its disk");
    }

    /** One answer on its way in. The reading thread owns it; the guard only reads the counter, and closes the stream. */
    private static final class Incoming {
        private final HttpResponse<InputStream> answer;
        private final BiConsumer<Long, OptionalLong> progress;
        private final OptionalLong total;
        private volatile long count;
        private volatile String stopped = "";

        Incoming(HttpResponse<InputStream> answer, long before, BiConsumer<Long, OptionalLong> progress) {
            this.answer = answer;
            this.progress = progress;
            this.count = before;
            OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
            this.total = length.isPresent() ? OptionalLong.of(before + length.getAsLong()) : length;
        }

        void write(Path part, boolean append) throws IOException {
            byte[] buffer = new byte[BUFFER];
            try (InputStream in = answer.body();
                    OutputStream out = Files.newOutputStream(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
                for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                    out.write(buffer, 0, got);
                    count += got;
                    progress.accept(count, total);
                }
            }
            if (!stopped.isEmpty() || total.isPresent() && count < total.getAsLong()) {
                throw new IOException("only " + count + " bytes have come");
            }
        }

        void guard(Deadline deadline, CancellationToken cancellation, Scheduler scheduler) {
            long seen = count;
            long since = scheduler.nanoTime();
            try {
                while (true) {
                    scheduler.sleep(LOOK);
                    long now = scheduler.nanoTime();
                    since = count == seen ? since : now;
                    seen = count;
                    if (cancellation.isCancelled()) {
                        stop("it is not wanted any more");
                    } else if (deadline.isOver()) {
                        stop("its time is over");
                    } else if (now - since > STALL.toNanos()) {
                        stop("nothing has come for " + STALL.toSeconds() + " s");
                    }
                }
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            }
        }

        private void stop(String why) {
            stopped = why;
            Http.close(answer);
        }

        String why(IOException e) {
            return stopped.isEmpty() ? String.valueOf(e.getMessage()) : stopped;
        }
    }
}
