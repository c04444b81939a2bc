package dev.hostler.engine.process;

import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A process, its descendants, and everything in its session, killed until none is left. Looking once is not enough:
 * processes are born between the look and the kill. Confined to one thread.
 */
final class ProcessTree {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final ProcessTable table;
    private final Scheduler scheduler;
    private final long root;
    private final Set<Long> members = new HashSet<>();

    ProcessTree(ProcessTable table, Scheduler scheduler, long root) {
        this.table = table;
        this.scheduler = scheduler;
        this.root = root;
        members.add(root);
    }

    /** Kills the tree. An interrupt does not stop it; the flag is set again afterwards. */
    void kill() {
        boolean interrupted = false;
        long end = scheduler.nanoTime() + LIMIT.toNanos();
        while (killOnce() && scheduler.nanoTime() < end) {
            try {
                scheduler.sleep(PAUSE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean killOnce() {
        List<ProcessStat> all = table.all();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ProcessStat stat : all) {
                if (belongs(stat)) {
                    grown |= members.add(stat.pid());
                }
            }
        }
        List<ProcessStat> left = all.stream()
                .filter(stat -> members.contains(stat.pid()) && stat.runs())
                .toList();
        left.forEach(stat -> ProcessHandle.of(stat.pid()).ifPresent(ProcessHandle::destroyForcibly));
        return !left.isEmpty();
    }

    private boolean belongs(ProcessStat stat) {
        return stat.session() == root || members.contains(stat.parent());
    }
}
