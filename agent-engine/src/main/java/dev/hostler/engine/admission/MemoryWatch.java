package dev.hostler.engine.admission;

import dev.hostler.api.node.NodeInfo.Space;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when new work comes and the machine has hardly any memory left. It refuses nothing: what counts is what the work
 * will use, and its own limits see to that. Thread-safe; the object's lock guards the time of the last warning.
 */
public final class MemoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final double SCARCE_PERCENT = 95;
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final long MIB = 1L << 20;

    private final Supplier<Optional<Space>> memory;
    private final Scheduler scheduler;
    private Optional<Duration> warnedAt = Optional.empty();

    /**
     * Creates a watch.
     *
     * @param memory reads the machine's memory; empty if it can't be read, which means nothing
     */
    public MemoryWatch(Supplier<Optional<Space>> memory, Scheduler scheduler) {
        this.memory = memory;
        this.scheduler = scheduler;
    }

    /** Looks, and warns at most once a minute. Returns whether memory is scarce. */
    boolean look(String noun, String id) {
        Optional<Space> scarce = scarce();
        if (scarce.isPresent() && isDue()) {
            LOG.warn(
                    "The host has {} MiB of {} MiB memory left as {} {} comes: the kernel may kill something; give work"
                            + " memory limits, or bring less of it here",
                    scarce.get().freeBytes() / MIB,
                    scarce.get().totalBytes() / MIB,
                    noun,
                    id);
        }
        return scarce.isPresent();
    }

    /** Returns whether the machine has hardly any memory left, and warns nobody. */
    public boolean isScarce() {
        return scarce().isPresent();
    }

    private Optional<Space> scarce() {
        return memory.get().filter(space -> space.usedPercent() >= SCARCE_PERCENT);
    }

    private synchronized boolean isDue() {
        Duration now = scheduler.sinceBoot();
        boolean due =
                warnedAt.filter(last -> now.minus(last).compareTo(QUIET) < 0).isEmpty();
        if (due) {
            warnedAt = Optional.of(now);
        }
        return due;
    }
}
