package dev.hostler.engine.runtime.compose;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.runtime.container.ContainerList;
import dev.hostler.engine.runtime.container.LogSource;
import dev.hostler.engine.runtime.container.Refusals;
import dev.hostler.engine.runtime.feed.ReadAheadLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Opens logs of applications, and closes those that are open when the runtime is closed. Thread-safe. */
final class ApplicationLogs implements AutoCloseable {
    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final ContainerList containers;
    private final Applications applications;
    private final Refusals refusals;
    private final Set<ApplicationLog> open = ConcurrentHashMap.newKeySet();

    ApplicationLogs(
            EngineConnection engine,
            Scheduler scheduler,
            ContainerList containers,
            Applications applications,
            Refusals refusals) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.containers = containers;
        this.applications = applications;
        this.refusals = refusals;
    }

    /** Opens the log of an application; where it has several services, each line starts with its own. */
    TimedLogStream open(InstanceHandle instance, LogQuery query) throws InterruptedException {
        Application application = applications
                .find(instance)
                .orElseThrow(() -> Refusals.failure(
                                ErrorCode.NOT_FOUND,
                                "read log of workload",
                                instance.workload(),
                                "its containers are gone, and the log with them",
                                "read the log of what took their place")
                        .toException());
        LogQuery there = new LogQuery(query.since(), query.tail(), false);
        MergedLog history = merged(instance, application, there, Map.of(), true);
        Optional<ApplicationLog.Opening> following = query.follow()
                ? Optional.of(last -> merged(
                        instance, application, new LogQuery(query.since(), OptionalInt.empty(), true), last, false))
                : Optional.empty();
        ApplicationLog log =
                new ApplicationLog(scheduler, history, prefixes(application), query.tail(), following, open::remove);
        open.add(log);
        return log;
    }

    private static Map<String, String> prefixes(Application application) {
        List<String> services = application.parts().stream()
                .map(part -> part.labels().service())
                .distinct()
                .toList();
        return services.size() < 2
                ? Map.of()
                : application.parts().stream()
                        .collect(
                                Collectors.toMap(Part::id, part -> part.labels().service() + " | "));
    }

    private MergedLog merged(
            InstanceHandle instance,
            Application application,
            LogQuery query,
            Map<String, Instant> last,
            boolean inOrder)
            throws InterruptedException {
        Map<String, TimedLogStream> streams = new LinkedHashMap<>();
        try {
            for (Part part : application.parts()) {
                Optional<Instant> from = Optional.ofNullable(last.get(part.id()))
                        .map(time -> time.plusNanos(1))
                        .or(query::since);
                open(instance, part, new LogQuery(from, query.tail(), query.follow()))
                        .ifPresent(stream -> streams.put(part.id(), stream));
            }
        } catch (AgentException | InterruptedException e) {
            streams.values().forEach(TimedLogStream::close);
            throw e;
        }
        return MergedLog.of(streams, inOrder);
    }

    /** One that is gone meanwhile has nothing more to say. */
    private Optional<TimedLogStream> open(InstanceHandle instance, Part part, LogQuery query)
            throws InterruptedException {
        try {
            LogSource source = LogSource.open(engine, containers, refusals, instance.workload(), part.id(), query);
            return Optional.of(ReadAheadLog.of(source, scheduler, "containers-log", closed -> {}));
        } catch (AgentException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        open.forEach(ApplicationLog::close);
    }
}
