package dev.hostler.engine.runtime.runner;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadNotices;
import java.time.Duration;
import java.util.OptionalLong;

/** Tells how the download goes, at most once a second. Confined to one thread. */
final class PullNotices {
    private static final long PACE = Duration.ofSeconds(1).toNanos();

    private final String archive;
    private final WorkloadNotices notices;
    private final Scheduler scheduler;
    private long last;
    private long done;
    private OptionalLong total = OptionalLong.empty();

    PullNotices(String archive, WorkloadNotices notices, Scheduler scheduler) {
        this.archive = archive;
        this.notices = notices;
        this.scheduler = scheduler;
        this.last = scheduler.nanoTime();
    }

    void tell(ImagePull.Phase phase) {
        notices.image(new ImagePull(archive, phase, done, total));
    }

    void loading(long bytes, OptionalLong of) {
        done = bytes;
        total = of;
        long now = scheduler.nanoTime();
        if (now - last >= PACE) {
            last = now;
            tell(ImagePull.Phase.LOADING);
        }
    }
}
