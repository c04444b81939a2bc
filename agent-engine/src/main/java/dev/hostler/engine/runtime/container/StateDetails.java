package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the engine tells of a container's state only when it is asked for that one. Immutable.
 *
 * @param status the engine's word for the state
 * @param startedAt when it was last started; empty if never
 * @param finishedAt when it last ended; empty if never
 * @param exitCode with what it has ended; empty while it runs
 * @param outOfMemory whether its memory limit has ended it
 * @param process its first process, as the engine sees it; 0 if there is none
 * @param error why the engine could not start it; empty if it could
 */
public record StateDetails(
        String status,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        OptionalInt exitCode,
        boolean outOfMemory,
        long process,
        String error) {
    public static StateDetails of(InspectContainerResponse found) {
        InspectContainerResponse.ContainerState state = found.getState();
        boolean runs = Boolean.TRUE.equals(state.getRunning());
        Long code = state.getExitCodeLong();
        Long process = state.getPidLong();
        return new StateDetails(
                Optional.ofNullable(state.getStatus()).orElse(""),
                time(state.getStartedAt()),
                time(state.getFinishedAt()),
                runs || code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue()),
                Boolean.TRUE.equals(state.getOOMKilled()),
                process == null ? 0 : process,
                Optional.ofNullable(state.getError()).orElse(""));
    }

    /** What has not happened was in the year 1. */
    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse).filter(time -> time.isAfter(Instant.EPOCH));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
