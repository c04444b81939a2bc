package dev.hostler.engine.runtime.docker;

import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.LogSource;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.feed.ReadAheadLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens logs, and closes those that are open when the runtime is closed. Thread-safe. */
final class ContainerLogs implements AutoCloseable {
    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final ContainerList containers;
    private final Refusals refusals;
    private final Set<ReadAheadLog> open = ConcurrentHashMap.newKeySet();

    ContainerLogs(EngineConnection engine, Scheduler scheduler, ContainerList containers, Refusals refusals) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.containers = containers;
        this.refusals = refusals;
    }

    TimedLogStream open(InstanceHandle instance, LogQuery query) throws InterruptedException {
        LogSource source = LogSource.open(
                engine, containers, refusals, instance.workload(), ContainerHandle.container(instance), query);
        ReadAheadLog log = ReadAheadLog.of(source, scheduler, "containers-log", open::remove);
        open.add(log);
        return log;
    }

    @Override
    public void close() {
        open.forEach(ReadAheadLog::close);
    }
}
