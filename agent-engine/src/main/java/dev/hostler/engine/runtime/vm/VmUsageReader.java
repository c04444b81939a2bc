package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.runtime.vm.libvirt.DomainSight;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what running machines use, by one call for all. Thread-safe; {@code this} guards the fields. */
final class VmUsageReader {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final double PERCENT = 100;
    private static final int KIB = 1024;

    /** Over a shorter time the percentage would be noise. */
    private static final long SHORTEST_NANOS = 100_000_000L;

    private final HostConnection host;
    private final Scheduler scheduler;
    private Map<String, InstanceHandle> running = Map.of();
    private Map<String, Measured> measured = Map.of();

    VmUsageReader(HostConnection host, Scheduler scheduler) {
        this.host = host;
        this.scheduler = scheduler;
    }

    /** How much processor time a machine had used when, and the share that follows from it. Immutable. */
    private record Measured(long processorNanos, long atNanos, double percent) {
        Measured then(long used, long now) {
            long passed = now - atNanos;
            return passed < SHORTEST_NANOS
                    ? this
                    : new Measured(used, now, Math.max(0, PERCENT * (used - processorNanos) / passed));
        }
    }

    /** Takes note of which machines run. */
    synchronized void see(List<Instance> seen) {
        Map<String, InstanceHandle> now = new HashMap<>();
        for (Instance instance : seen) {
            if (instance.state() == Instance.State.RUNNING) {
                now.put(instance.handle().value(), instance.handle());
            }
        }
        running = now;
    }

    Map<InstanceHandle, WorkloadUsage> read() throws InterruptedException {
        synchronized (this) {
            if (running.isEmpty()) {
                return Map.of();
            }
        }
        try {
            return usage(host.call("read usage of machines", LIMIT, session -> session.usage()));
        } catch (LibvirtRefusal refusal) {
            throw host.unexpected("read usage of machines", refusal);
        }
    }

    private synchronized Map<InstanceHandle, WorkloadUsage> usage(List<DomainSight> sights) {
        Map<InstanceHandle, WorkloadUsage> usage = new HashMap<>();
        Map<String, Measured> now = new HashMap<>();
        for (DomainSight sight : sights) {
            InstanceHandle handle = running.get(sight.uuid());
            if (handle != null) {
                long used = sight.value("cpu.time");
                long nanos = scheduler.nanoTime();
                Measured share = measured.getOrDefault(sight.uuid(), new Measured(used, nanos, 0))
                        .then(used, nanos);
                now.put(sight.uuid(), share);
                usage.put(handle, usage(sight, share.percent()));
            }
        }
        measured = now;
        return usage;
    }

    private WorkloadUsage usage(DomainSight sight, double percent) {
        return new WorkloadUsage(
                percent,
                sight.value("balloon.rss") * KIB,
                sight.sum("block", "rd.bytes"),
                sight.sum("block", "wr.bytes"),
                sight.sum("net", "rx.bytes"),
                sight.sum("net", "tx.bytes"),
                scheduler.now(),
                "libvirt");
    }
}
