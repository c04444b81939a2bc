package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLine;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.docker.EngineConnection;
import dev.hostler.engine.docker.EngineStream;
import dev.hostler.engine.runtime.feed.LineSink;
import dev.hostler.engine.runtime.feed.LineSource;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the engine has of a container's output, as one stream. Confined to one thread, save {@link #close}. */
public final class LogSource implements LineSource {
    private static final Duration OPEN = Duration.ofSeconds(10);
    private static final String ATTEMPT = "read log of workload";

    private final ContainerList containers;
    private final WorkloadKey workload;
    private final String container;
    private final boolean follow;
    private final StateDetails before;
    private final EngineStream stream;
    private volatile boolean closed;

    private LogSource(
            ContainerList containers,
            WorkloadKey workload,
            String container,
            boolean follow,
            StateDetails before,
            EngineStream stream) {
        this.containers = containers;
        this.workload = workload;
        this.container = container;
        this.follow = follow;
        this.before = before;
        this.stream = stream;
    }

    /**
     * Opens what there is of a container of a workload.
     *
     * @throws AgentException with {@code NOT_FOUND} if it is gone
     */
    public static LogSource open(
            EngineConnection engine,
            ContainerList containers,
            Refusals refusals,
            WorkloadKey workload,
            String container,
            LogQuery query)
            throws InterruptedException {
        StateDetails before = containers
                .find(container)
                .map(StateDetails::of)
                .orElseThrow(() -> Refusals.failure(
                                ErrorCode.NOT_FOUND,
                                ATTEMPT,
                                workload,
                                "its container is gone, and the log with it",
                                "read the log of the container that took its place")
                        .toException());
        try {
            EngineStream stream = EngineStream.get(engine, "read log", OPEN, path(container, query));
            return new LogSource(containers, workload, container, query.follow(), before, stream);
        } catch (DockerException e) {
            throw refusals.of(ATTEMPT, workload, e);
        }
    }

    private static String path(String container, LogQuery query) {
        return "/containers/" + container + "/logs?stdout=1&stderr=1&timestamps=1"
                + (query.follow() ? "&follow=1" : "")
                + "&tail="
                + (query.tail().isPresent() ? String.valueOf(query.tail().getAsInt()) : "all")
                + query.since().map(time -> "&since=" + EventFeed.moment(time)).orElse("");
    }

    /** Reads to the end; throws {@code AgentException} with {@code RUNTIME_UNAVAILABLE} if that came too early. */
    @Override
    public void read(LineSink lines) throws InterruptedException {
        Map<TimedLine.Output, LineAssembly> outputs = new EnumMap<>(TimedLine.Output.class);
        for (TimedLine.Output output : TimedLine.Output.values()) {
            outputs.put(output, new LineAssembly(output));
        }
        try {
            LogFrames frames = new LogFrames(stream.body());
            for (Optional<LogFrames.Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
                LogFrames.Frame frame = next.get();
                LineAssembly assembly = outputs.get(frame.output());
                if (assembly != null) {
                    assembly.add(frame.bytes(), lines);
                }
            }
        } catch (IOException e) {
            if (!closed && find().isPresent()) {
                throw cut(String.valueOf(e.getMessage()));
            }
        }
        for (LineAssembly assembly : outputs.values()) {
            assembly.end(lines);
        }
        if (follow && !closed) {
            requireEnd();
        }
    }

    /** An engine that shuts down ends the streams of containers that go on. */
    private void requireEnd() throws InterruptedException {
        Optional<StateDetails> after = find();
        if (after.isPresent()
                && after.get().process() != 0
                && after.get().startedAt().equals(before.startedAt())) {
            throw cut("the engine has ended it, and the container runs on");
        }
    }

    private Optional<StateDetails> find() throws InterruptedException {
        try {
            Optional<InspectContainerResponse> found = containers.find(container);
            return found.map(StateDetails::of);
        } catch (AgentException e) {
            throw cut(e.getMessage() == null ? "the engine does not answer" : e.getMessage());
        }
    }

    private AgentException cut(String cause) {
        return Refusals.failure(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        ATTEMPT,
                        workload,
                        cause,
                        "read on from the time of the last line")
                .toException();
    }

    /** Ends the connection, also under the reader. */
    @Override
    public void close() {
        closed = true;
        stream.close();
    }
}
