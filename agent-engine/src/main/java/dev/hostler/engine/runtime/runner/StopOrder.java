package dev.hostler.engine.runtime.runner;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Why a runner is to end, and how long it may take. The first one counts. Immutable.
 *
 * @param outcome what that makes of it
 * @param cause why, in a few words
 * @param grace how long it may take
 * @param since when that was said, by the boot clock
 */
record StopOrder(Outcome outcome, String cause, Duration grace, Duration since) {
    /** Gives the order; does nothing if there is one. */
    void give(InstanceFiles files) throws IOException {
        SmallFile.writeFirst(
                files.stop(),
                SmallFile.fields(Map.of(
                        "outcome", outcome.name(),
                        "cause", cause,
                        "grace", grace.toString(),
                        "since", since.toString())));
    }

    static Optional<StopOrder> read(InstanceFiles files) throws IOException {
        Optional<Properties> fields = SmallFile.readFields(files.stop());
        try {
            return fields.map(found -> new StopOrder(
                    Outcome.valueOf(found.getProperty("outcome", "")),
                    found.getProperty("cause", ""),
                    Duration.parse(found.getProperty("grace", "")),
                    Duration.parse(found.getProperty("since", ""))));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("it is damaged: " + files.stop(), e);
        }
    }

    Duration end() {
        return since.plus(grace);
    }
}
