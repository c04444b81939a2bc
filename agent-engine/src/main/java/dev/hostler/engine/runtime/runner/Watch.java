package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when something about the runners has changed, whoever did it. Thread-safe; {@code this} guards the fields. */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long BUSY_MILLIS = 250;
    private static final long IDLE_MILLIS = 1000;

    private final Observing observing;
    private final Scheduler scheduler;
    private @Nullable Runnable listener;
    private Scheduler.@Nullable Task thread;
    private boolean news;
    private boolean closed;

    Watch(Observing observing, Scheduler scheduler) {
        this.observing = observing;
        this.scheduler = scheduler;
    }

    synchronized void start(Runnable value) {
        if (!closed) {
            listener = value;
            thread = scheduler.start("hostler-runner-watch", this::run);
        }
    }

    /** There may be something new. */
    synchronized void poke() {
        news = true;
        notifyAll();
    }

    private void run() {
        List<String> seen = List.of("nothing yet");
        try {
            while (true) {
                List<String> now = look();
                if (!now.equals(seen)) {
                    seen = now;
                    tell();
                }
                if (!await(now.isEmpty() ? IDLE_MILLIS : BUSY_MILLIS)) {
                    return;
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean await(long millis) throws InterruptedException {
        if (!news && !closed) {
            wait(millis);
        }
        news = false;
        return !closed;
    }

    private void tell() {
        Runnable told;
        synchronized (this) {
            told = closed ? null : listener;
        }
        if (told == null) {
            return;
        }
        try {
            told.run();
        } catch (RuntimeException e) {
            LOG.error("A listener to runners has failed", e);
        }
    }

    /** A line for each runner, another one for each thing that may be seen of it. */
    private List<String> look() {
        List<String> lines = new ArrayList<>();
        try {
            for (InstanceFiles files : observing.all()) {
                if (files.exists()) {
                    lines.add(String.join(
                            " ",
                            files.id(),
                            changed(files.record()),
                            changed(files.session()),
                            changed(files.facts()),
                            changed(files.result())));
                }
            }
        } catch (IOException unreadable) {
            lines.add(String.valueOf(unreadable.getMessage()));
        }
        return lines;
    }

    private static String changed(Path file) {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            return time.toInstant().toString();
        } catch (IOException none) {
            return "-";
        }
    }

    @Override
    public void close() {
        Scheduler.Task running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running != null) {
            running.cancel();
        }
    }
}
