package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.RunnerLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a runner may go on: time, disk, and a server that it can reach. Confined to one thread. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final long MIB = 1L << 20;
    private static final Duration NO_JOB_YET = Duration.ofSeconds(10);

    private final InstanceFiles files;
    private final RunnerLimits limits;
    private final Duration begun;
    private final RunnerSettings settings;
    private final Scheduler scheduler;
    private final HostMemory memory;
    private long nextLook;

    Guard(
            InstanceFiles files,
            RunnerLimits limits,
            Duration begun,
            RunnerSettings settings,
            Scheduler scheduler,
            HostMemory memory) {
        this.files = files;
        this.limits = limits;
        this.begun = begun;
        this.settings = settings;
        this.scheduler = scheduler;
        this.memory = memory;
        this.nextLook = scheduler.nanoTime();
    }

    /** Returns why it must end; empty if it may go on. */
    Optional<StopOrder> look(Course course, Evidence evidence) {
        if (scheduler.sinceBoot().minus(begun).compareTo(limits.run()) > 0) {
            return stop(Outcome.TIMEOUT, Verdict.overTime(limits), limits.stopGrace());
        }
        if (course.isRegistering() && isLate(course)) {
            return stop(Outcome.TIMEOUT, "its registration has taken longer than " + limits.registration(), NO_JOB_YET);
        }
        if (evidence.inVain() >= settings.listenerRetries()) {
            return stop(
                    Outcome.FAILURE,
                    "its listener has failed " + evidence.inVain() + " times in a row: " + evidence.lastLine(),
                    NO_JOB_YET);
        }
        if (scheduler.nanoTime() - nextLook < 0) {
            return Optional.empty();
        }
        nextLook = scheduler.nanoTime() + settings.checkEvery().toNanos();
        lookAtMemory(course);
        return lookAtDisk();
    }

    private boolean isLate(Course course) {
        return course.registerAt()
                .filter(at -> Duration.between(at, scheduler.now()).compareTo(limits.registration()) > 0)
                .isPresent();
    }

    private Optional<StopOrder> lookAtDisk() {
        try {
            long free = DiskSpace.free(files.directory());
            return free >= limits.jobFreeBytes()
                    ? Optional.empty()
                    : stop(
                            Outcome.FAILURE,
                            "its disk has " + free / MIB + " MiB left, less than " + limits.jobFreeBytes() / MIB
                                    + " MiB (limits.jobFreeBytes)",
                            limits.stopGrace());
        } catch (IOException unreadable) {
            // A reading that can't be had means nothing.
            LOG.debug("Cannot tell how full the disk of runner {} is", files.id(), unreadable);
            return Optional.empty();
        }
    }

    private void lookAtMemory(Course course) {
        OptionalLong free = memory.available();
        if (free.isPresent() && free.getAsLong() < limits.warnFreeMemoryBytes() && !course.hasWarned("memory")) {
            String text = "the host has " + free.getAsLong() / MIB + " MiB of memory left";
            course.warn("memory", text);
            LOG.warn("Runner {}: {}", files.id(), text);
        }
    }

    private Optional<StopOrder> stop(Outcome outcome, String cause, Duration grace) {
        return Optional.of(new StopOrder(outcome, cause, grace, scheduler.sinceBoot()));
    }
}
