package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.model.Container;
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
public final class UsageReader {
    private static final Path PROC = Path.of("/proc");
    private static final String HOST_NETWORK = "host";
    private static final double PERCENT = 100;

    /** Over a shorter time the percentage would be noise. */
    private static final long SHORTEST_NANOS = 100_000_000L;

    private final Scheduler scheduler;
    private final GroupTree tree;
    private final boolean isLocal;
    private Map<String, Watched> watched = Map.of();
    private boolean hidden;

    public UsageReader(Scheduler scheduler, GroupTree tree, boolean isLocal) {
        this.scheduler = scheduler;
        this.tree = tree;
        this.isLocal = isLocal;
    }

    /** A running container, and how much processor time it had used when. Confined by the reader's lock. */
    private static final class Watched {
        private final Metered container;
        private final GroupFiles files;
        private long processorNanos;
        private long atNanos;
        private double percent;

        Watched(Metered container, GroupFiles files) {
            this.container = container;
            this.files = files;
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

    /**
     * A container that runs. Immutable.
     *
     * @param instance the instance that it is of; one may have several
     * @param id its id
     * @param process its first process, as the engine sees it
     * @param ownNetwork whether its interfaces are not the host's
     */
    public record Metered(InstanceHandle instance, String id, long process, boolean ownNetwork) {
        /** Returns a listed container, if it runs. */
        public static Optional<Metered> of(InstanceHandle instance, Container listed, StateDetails details) {
            String network = Optional.ofNullable(listed.getHostConfig())
                    .map(config -> config.getNetworkMode())
                    .orElse("");
            return details.process() > 0
                    ? Optional.of(
                            new Metered(instance, listed.getId(), details.process(), !HOST_NETWORK.equals(network)))
                    : Optional.empty();
        }
    }

    /** Takes note of which containers run. */
    public void see(List<Metered> seen) {
        if (!isLocal) {
            return;
        }
        Map<String, Watched> before = current();
        Map<String, Watched> now = new HashMap<>();
        boolean missed = false;
        for (Metered one : seen) {
            Optional<Watched> found = Optional.ofNullable(before.get(one.id()))
                    .filter(known -> known.container.equals(one))
                    .or(() -> begin(one));
            found.ifPresent(known -> now.put(one.id(), known));
            missed |= found.isEmpty();
        }
        replace(now, missed && now.isEmpty());
    }

    private synchronized Map<String, Watched> current() {
        return watched;
    }

    private synchronized void replace(Map<String, Watched> now, boolean nothingCanBeSeen) {
        watched = now;
        hidden = nothingCanBeSeen;
    }

    private Optional<Watched> begin(Metered one) {
        return GroupFiles.of(tree, one.process(), one.id()).flatMap(files -> {
            Watched begun = new Watched(one, files);
            try {
                begun.processorNanos = files.processorNanos();
                begun.atNanos = scheduler.nanoTime();
                return Optional.of(begun);
            } catch (IOException ended) {
                return Optional.empty();
            }
        });
    }

    /** Reads what those use that ran at the last look and still do; an instance uses what its containers do. */
    public synchronized Map<InstanceHandle, WorkloadUsage> read() {
        Map<InstanceHandle, WorkloadUsage> usage = new HashMap<>();
        for (Watched container : watched.values()) {
            WorkloadUsage read = read(container);
            if (read != null) {
                usage.merge(container.container.instance(), read, UsageReader::sum);
            }
        }
        return usage;
    }

    private static WorkloadUsage sum(WorkloadUsage one, WorkloadUsage other) {
        return new WorkloadUsage(
                one.cpuPercent() + other.cpuPercent(),
                one.memoryBytes() + other.memoryBytes(),
                one.diskReadBytes() + other.diskReadBytes(),
                one.diskWriteBytes() + other.diskWriteBytes(),
                one.netReceivedBytes() + other.netReceivedBytes(),
                one.netSentBytes() + other.netSentBytes(),
                other.at(),
                other.source());
    }

    private @Nullable WorkloadUsage read(Watched watched) {
        GroupFiles files = watched.files;
        try {
            watched.measure(scheduler.nanoTime());
            NetworkCount network = watched.container.ownNetwork()
                    ? NetworkCount.of(PROC.resolve(String.valueOf(watched.container.process())))
                    : NetworkCount.NONE;
            return new WorkloadUsage(
                    watched.percent,
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
    public synchronized Optional<String> trouble() {
        if (!isLocal) {
            return Optional.of("usage can't be read: the engine is on another machine");
        }
        return hidden
                ? Optional.of("usage can't be read: the containers' control groups can't be seen from here")
                : Optional.empty();
    }
}
