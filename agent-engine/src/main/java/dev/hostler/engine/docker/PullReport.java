package dev.hostler.engine.docker;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.ImagePull.Phase;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.OptionalLong;

/** Tells of one pull, at its pace. Confined to the thread that waits for the pull. */
final class PullReport {
    private final ImageName image;
    private final PullListener listener;
    private final Scheduler scheduler;
    private final PullPace pace;
    private final long begin;
    private long attemptBegin;
    private long lastLine;
    private PullProgress.Snapshot told = new PullProgress.Snapshot(0, 0, OptionalLong.empty());

    PullReport(ImageName image, PullListener listener, Scheduler scheduler, PullPace pace) {
        this.image = image;
        this.listener = listener;
        this.scheduler = scheduler;
        this.pace = pace;
        this.begin = scheduler.nanoTime();
        this.attemptBegin = begin;
        this.lastLine = begin;
    }

    void started() {
        listener.line("pulling image " + image.value());
        listener.pulling(ImagePull.of(image.value(), Phase.STARTED));
    }

    void line(String text) {
        listener.line(text);
    }

    /** A new attempt begins: the parts that did not come are counted anew. */
    void attempt() {
        attemptBegin = scheduler.nanoTime();
        told = new PullProgress.Snapshot(0, 0, OptionalLong.empty());
    }

    /** Called at most as often as the pace allows events. */
    void progress(PullProgress.Snapshot now) {
        boolean moved = now.done() != told.done() || !now.total().equals(told.total());
        if (moved) {
            told = now;
            listener.pulling(status(Phase.LOADING));
        }
        if (scheduler.nanoTime() - lastLine >= pace.line().toNanos()) {
            lastLine = scheduler.nanoTime();
            listener.line("pulling image " + image.value() + ": " + amount(now));
        }
    }

    private String amount(PullProgress.Snapshot now) {
        if (now.total().isEmpty()) {
            return ByteSize.of(now.done()) + " so far";
        }
        long total = now.total().getAsLong();
        String amount = ByteSize.of(now.done()) + " of " + ByteSize.of(total);
        return now.done() == total ? amount + ", unpacking" : amount + estimate(now.done(), total);
    }

    private String estimate(long done, long total) {
        double seconds = (scheduler.nanoTime() - attemptBegin) / 1e9;
        return done == 0 ? "" : ", about " + Math.round(Math.ceil(seconds * (total - done) / done)) + " s left";
    }

    void retrying(PullFailure failure, Duration wait, int next, int attempts) {
        listener.line("pulling image " + image.value() + ": trying again in " + seconds(wait) + " (attempt " + next
                + " of " + attempts + "): " + failure.cause());
        listener.pulling(status(Phase.RETRYING));
    }

    private static String seconds(Duration time) {
        return time.plusMillis(999).toSeconds() + " s";
    }

    /**
     * The image is here.
     *
     * @param last what has come
     * @param size how large the image is once unpacked
     */
    void done(PullProgress.Snapshot last, long size) {
        long seconds = Duration.ofNanos(scheduler.nanoTime() - begin).toSeconds();
        told = last;
        listener.line("pulled image " + image.value() + " in " + seconds + " s (" + ByteSize.of(last.done())
                + " fetched, " + ByteSize.of(size) + " unpacked)");
        listener.pulling(status(Phase.DONE));
    }

    void failed() {
        listener.pulling(status(Phase.FAILED));
    }

    private ImagePull status(Phase phase) {
        return new ImagePull(image.value(), phase, told.done(), told.total());
    }
}
