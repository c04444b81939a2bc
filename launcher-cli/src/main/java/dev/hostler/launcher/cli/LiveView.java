package dev.hostler.launcher.cli;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.event.AgentEvent;
import dev.hostler.api.event.EventStream;
import dev.hostler.api.job.JobId;
import dev.hostler.launcher.cli.client.LocalAgent;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what is shown of a running job up to date, several times a second, on a thread of its own. Thread-safe. */
final class LiveView implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;

    private final JobProgress progress;
    private final StatusArea area;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Runnable source = () -> {};
    private volatile Optional<Thread> watcher = Optional.empty();

    private LiveView(JobProgress progress, StatusArea area) {
        this.progress = progress;
        this.area = area;
    }

    static LiveView start(JobProgress progress, StatusArea area) {
        LiveView view = new LiveView(progress, area);
        Thread thread = new Thread(view::run, "hostler-view");
        thread.setDaemon(true);
        thread.start();
        return view;
    }

    private void run() {
        try {
            do {
                source.run();
                area.show(progress.lines());
            } while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    JobProgress progress() {
        return progress;
    }

    /** Shows what the events tell of a job. */
    void follow(EventStream events, JobId job) {
        source = () -> {
            for (Optional<AgentEvent> event = events.poll(); event.isPresent(); event = events.poll()) {
                accept(event.get(), job);
            }
        };
    }

    private void accept(AgentEvent event, JobId job) {
        if (event instanceof AgentEvent.StepStarted step && step.job().id().equals(job)) {
            progress.started(step.step(), step.name());
        } else if (event instanceof AgentEvent.StepFinished step
                && step.job().id().equals(job)) {
            progress.ended(step.step(), step.result());
        } else if (event instanceof AgentEvent.ImagePulling image
                && image.job().id().equals(job)) {
            progress.pull(image.pull());
        }
    }

    /** Shows what a job tells that another process runs. */
    void follow(LocalAgent.HandedJob job) {
        Thread thread = new Thread(() -> watch(job), "hostler-watch");
        thread.setDaemon(true);
        watcher = Optional.of(thread);
        thread.start();
    }

    private void watch(LocalAgent.HandedJob job) {
        try {
            job.watch(progress);
        } catch (AgentException e) {
            // Only the picture is poorer; whoever follows the log meets the same trouble, and tells.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows nothing new from now on. Idempotent. */
    @Override
    public void close() {
        ended.countDown();
        watcher.ifPresent(Thread::interrupt);
        area.close();
    }
}
