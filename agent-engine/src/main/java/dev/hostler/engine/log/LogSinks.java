package dev.hostler.engine.log;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.spi.LogSink;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All sinks that get copies of the logs, each on a thread of its own. Thread-safe. */
public final class LogSinks implements AutoCloseable {
    private final List<SinkPump> pumps;

    private LogSinks(List<SinkPump> pumps) {
        this.pumps = List.copyOf(pumps);
    }

    /**
     * Starts to hand over the logs that are opened from now on.
     *
     * @param places a directory for how far each sink has come
     * @throws dev.hostler.api.error.AgentException with {@code STATE_UNAVAILABLE} if that can't be read or written, with
     *     {@code INVALID_INPUT} if a sink's id is none
     */
    public static LogSinks start(List<LogSink> sinks, JobLogs logs, Path places, Scheduler scheduler) {
        List<SinkPump> pumps = new ArrayList<>();
        for (LogSink sink : sinks) {
            pumps.add(new SinkPump(sink, placesOf(sink, places), logs, scheduler));
        }
        pumps.forEach(SinkPump::start);
        return new LogSinks(pumps);
    }

    private static SinkPlaces placesOf(LogSink sink, Path directory) {
        String id = Identifiers.require("log sink id", sink.id());
        try {
            return SinkPlaces.open(PrivateFiles.createDirectories(directory).resolve(id));
        } catch (IOException | RuntimeException e) {
            throw Failure.cannot(
                            ErrorCode.STATE_UNAVAILABLE,
                            "read places of log sink",
                            id,
                            e.toString(),
                            "see whether the agent may write " + directory
                                    + ", or remove the file there and have logs handed over from now on")
                    .toException(e);
        }
    }

    /** Also hands over what an earlier run has left of logs that are whole. Called once the unfinished jobs are known. */
    public void takeUpFinished() {
        pumps.forEach(SinkPump::takeUpFinished);
    }

    /** Lets each sink take what is there, for some seconds, all at the same time; the rest comes at the next start. */
    @Override
    public void close() throws InterruptedException {
        pumps.forEach(SinkPump::lastCall);
        for (SinkPump pump : pumps) {
            pump.close();
        }
    }
}
