package dev.hostler.engine.runtime.docker;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.executor.cgroup.GroupTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what running containers use, where the kernel counts it, without asking the engine. Thread-safe; {@code this}
 * guards the fields.
 */
final class UsageReader {
    private static final Path PROC = Path.of("/proc");
    private static final String HOST_NETWORK = "host";
    private static final double PERCENT = 100;

    /** Over a shorter time the percentage would be noise. */
    private static final long SHORTEST_NANOS = 100_000_000L;

    private final Scheduler scheduler;
    private final GroupTree tree;
    private final boolean isLocal;
    private Map<InstanceHandle, Watched> watched = Map.of();
    private boolean hidden;

    UsageReader(Scheduler scheduler, GroupTree tree, boolean isLocal) {
        this.scheduler = scheduler;
        this.tree = tree;
        this.isLocal = isLocal;
    }

    /** A running container, and how much processor time it had used when. Confined by the reader's lock. */
    private static final class Watched {
        private final long process;
        private final GroupFiles files;
        private final boolean ownNetwork;
        private long processorNanos;
        private long atNanos;
        private double percent;

        Watched(long process, GroupFiles files, boolean ownNetwork) {
            this.process = process;
            this.files = files;
            this.ownNetwork = ownNetwork;
        }

        void measure(long now) throws IOException {
            long used = files.processorNanos();
            long passed = now - atNanos;
            if (passed >= SHORTEST_NANOS) {
                percent = Math.max(0, PERCENT * (used - processorNanos) / passed);
                processorNanos = used;
                atNanos = now;
            }
        }
    }

    /** Takes note of which containers run. */
    void see(List<Observation> seen) {
        if (!isLocal) {
            return;
        }
        Map<InstanceHandle, Watched> before = current();
        Map<InstanceHandle, Watched> now = new HashMap<>();
        boolean missed = false;
        for (Observation one : seen) {
            long process = one.details().map(StateDetails::process).orElse(0L);
            if (process > 0) {
                InstanceHandle handle = one.instance().handle();
                Optional<Watched> found = Optional.ofNullable(before.get(handle))
                        .filter(known -> known.process == process)
                        .or(() -> begin(one, process));
                found.ifPresent(known -> now.put(handle, known));
                missed |= found.isEmpty();
            }
        }
        replace(now, missed && now.isEmpty());
    }

    private synchronized Map<InstanceHandle, Watched> current() {
        return watched;
    }

    private synchronized void replace(Map<InstanceHandle, Watched> now, boolean nothingCanBeSeen) {
        watched = now;
        hidden = nothingCanBeSeen;
    }

    private Optional<Watched> begin(Observation one, long process) {
        return GroupFiles.of(tree, process, one.container().getId()).flatMap(files -> {
            Watched begun = new Watched(process, files, !HOST_NETWORK.equals(one.networkMode()));
            try {
                begun.processorNanos = files.processorNanos();
                begun.atNanos = scheduler.nanoTime();
                return Optional.of(begun);
            } catch (IOException ended) {
                return Optional.empty();
            }
        });
    }

    /** Reads what those use that ran at the last look and still do. */
    synchronized Map<InstanceHandle, WorkloadUsage> read() {
        Map<InstanceHandle, WorkloadUsage> usage = new HashMap<>();
        watched.forEach((handle, container) -> {
            WorkloadUsage read = read(container);
            if (read != null) {
                usage.put(handle, read);
            }
        });
        return usage;
    }

    private @Nullable WorkloadUsage read(Watched container) {
        GroupFiles files = container.files;
        try {
            container.measure(scheduler.nanoTime());
            NetworkCount network = container.ownNetwork
                    ? NetworkCount.of(PROC.resolve(String.valueOf(container.process)))
                    : NetworkCount.NONE;
            return new WorkloadUsage(
                    container.percent,
                    files.memoryBytes(),
                    files.diskReadBytes(),
                    files.diskWriteBytes(),
                    network.received(),
                    network.sent(),
                    scheduler.now(),
                    files.source());
        } catch (IOException ended) {
            return null;
        }
    }

    /** Returns why usage can't be read here; empty if it can, as far as is known. */
    synchronized Optional<String> trouble() {
        if (!isLocal) {
            return Optional.of("usage can't be read: the engine is on another machine");
        }
        return hidden
                ? Optional.of("usage can't be read: the containers' control groups can't be seen from here")
                : Optional.empty();
    }
}
