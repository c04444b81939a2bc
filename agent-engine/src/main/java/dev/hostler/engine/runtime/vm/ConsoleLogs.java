package dev.hostler.engine.runtime.vm;

import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.runtime.feed.ReadAheadLog;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens consoles, and closes those that are open when the runtime is closed. Thread-safe. */
final class ConsoleLogs implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ATTEMPT = "read console of workload";

    private final HostConnection host;
    private final Scheduler scheduler;
    private final VmFiles files;
    private final StartRecords records;
    private final Set<ReadAheadLog> open = ConcurrentHashMap.newKeySet();

    ConsoleLogs(HostConnection host, Scheduler scheduler, VmFiles files, StartRecords records) {
        this.host = host;
        this.scheduler = scheduler;
        this.files = files;
        this.records = records;
    }

    TimedLogStream open(InstanceHandle instance, LogQuery query) throws InterruptedException {
        String uuid = VmNames.uuid(instance);
        if (state(instance, uuid).isEmpty()) {
            throw VmRefusals.gone(ATTEMPT, instance.workload());
        }
        Instant start = records.of(instance.workload(), uuid)
                .map(StartRecords.StartRecord::first)
                .orElseGet(scheduler::now);
        ConsoleSource source = new ConsoleSource(
                instance,
                files.console(instance.workload(), uuid),
                start,
                query,
                () -> state(instance, uuid),
                scheduler);
        ReadAheadLog log = ReadAheadLog.of(source, scheduler, "vms-log", open::remove);
        open.add(log);
        return log;
    }

    private Optional<DomainState> state(InstanceHandle instance, String uuid) throws InterruptedException {
        try {
            return host.call(
                    "look at machine",
                    LIMIT,
                    session -> session.state(uuid).map(state -> DomainState.of(state.state())));
        } catch (LibvirtRefusal refusal) {
            throw VmRefusals.of(ATTEMPT, instance.workload(), refusal);
        }
    }

    @Override
    public void close() {
        open.forEach(ReadAheadLog::close);
    }
}
