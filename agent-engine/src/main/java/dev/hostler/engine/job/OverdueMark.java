package dev.hostler.engine.job;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * That a job was warned for running long, in a file beside its sandbox's directories, as the {@link StepJournal} is. It
 * is written before the line in the job's log: so the next agent, which writes a running step's part of the log anew,
 * puts the line where it was. Confined to the job's thread.
 *
 * @param file the file
 */
record OverdueMark(Path file) {
    /** Not in a step. */
    static final int NO_STEP = -1;

    /**
     * Where the line is. Immutable.
     *
     * @param step the position of the step that ran, from 0; {@link #NO_STEP} if none did
     * @param raw how much that step had written
     * @param logOffset where the line begins in the job's log
     * @param after the soft timeout
     * @param until the timeout
     */
    record Place(int step, long raw, long logOffset, Duration after, Duration until) {
        private String line() {
            return step + " " + raw + " " + logOffset + " " + after.toNanos() + " " + until.toNanos() + "\n";
        }

        private static Place of(String line) {
            String[] words = line.strip().split(" ", -1);
            return new Place(
                    Integer.parseInt(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Duration.ofNanos(Long.parseLong(words[3])),
                    Duration.ofNanos(Long.parseLong(words[4])));
        }
    }

    void write(Place place) {
        try {
            Files.writeString(file, place.line());
        } catch (IOException e) {
            throw unusable("write", e);
        }
    }

    /** Returns what an earlier run of the agent has noted. A line without its end was being written, and does not count. */
    Optional<Place> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            return text.endsWith("\n") ? Optional.of(Place.of(text)) : Optional.empty();
        } catch (IOException e) {
            throw unusable("read", e);
        }
    }

    private RuntimeException unusable(String verb, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        verb + " mark",
                        file.toString(),
                        String.valueOf(cause.getMessage()),
                        "see whether there is room on the disk")
                .toException(cause);
    }
}
