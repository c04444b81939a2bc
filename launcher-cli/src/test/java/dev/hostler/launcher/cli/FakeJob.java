package dev.hostler.launcher.cli;

import dev.hostler.api.job.Job;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.log.LogLine;
import dev.hostler.api.log.LogStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A job that prints lines; with {@link #untilCancelled} it then waits for its cancel, with {@link #chattering} printing
 * a line from time to time, and says so.
 */
final class FakeJob implements JobHandle {
    private final List<String> lines;
    private final Function<Boolean, JobResult> result;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private boolean waits;
    private long pauseMillis = 30_000;

    /** @param result makes the result; it is told whether the job was cancelled */
    FakeJob(List<String> lines, Function<Boolean, JobResult> result) {
        this.lines = lines;
        this.result = result;
    }

    FakeJob untilCancelled() {
        waits = true;
        return this;
    }

    FakeJob chattering() {
        pauseMillis = 20;
        return untilCancelled();
    }

    boolean cancelled() {
        return cancelled.getCount() == 0;
    }

    @Override
    public JobKey key() {
        return Results.KEY;
    }

    @Override
    public Job job() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream artifact(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JobResult await() {
        return result.apply(cancelled());
    }

    @Override
    public Optional<JobResult> await(Duration limit) {
        return Optional.of(await());
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }

    @Override
    public LogStream errors(long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogStream log(long offset) {
        Iterator<String> iterator = lines.iterator();
        return new LogStream() {
            private boolean ended = !waits;

            @Override
            public Optional<LogLine> next() throws InterruptedException {
                if (iterator.hasNext()) {
                    return line(iterator.next());
                }
                if (ended) {
                    return Optional.empty();
                }
                ended = cancelled.await(pauseMillis, TimeUnit.MILLISECONDS);
                return line(ended ? "last words" : "still here");
            }

            @Override
            public Optional<LogLine> poll() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isOver() {
                return ended;
            }

            @Override
            public void onMore(Runnable listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long size() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    private static Optional<LogLine> line(String text) {
        return Optional.of(new LogLine(0, 0, text));
    }
}
