package dev.hostler.engine.job;

import dev.hostler.engine.job.OverdueMark.Place;
import dev.hostler.engine.log.MaskedLog;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Warns once that a job runs longer than its soft timeout: by an event when the time comes, on the timer's thread, and by
 * a line in the job's log as soon as the job's own thread gets to it. Confined to that thread, save {@link #due}.
 *
 * <p>Once also over restarts: where the line is in a step's output is noted first, and an agent that writes that output
 * anew puts it at the same place.
 */
final class OverdueNotice {
    private record Limits(Duration after, Duration until) {
        String line() {
            return "warning: the job runs longer than its soft timeout of " + Durations.plain(after)
                    + "; it is ended when it has run for " + Durations.plain(until);
        }
    }

    private final JobEvents events;
    private volatile Optional<Limits> limits = Optional.empty();
    private Optional<OverdueMark> mark = Optional.empty();
    private Optional<Place> earlier = Optional.empty();
    private boolean told;

    OverdueNotice(JobEvents events) {
        this.events = events;
    }

    /** The time has come. Thread-safe; only the first call counts. */
    void due(Duration after, Duration until) {
        synchronized (this) {
            if (limits.isPresent()) {
                return;
            }
            limits = Optional.of(new Limits(after, until));
        }
        events.overdue(after, until);
    }

    /** Sets where it is noted; until then nothing is told. Takes over what an earlier run of the agent has noted. */
    void noteIn(OverdueMark place) {
        mark = Optional.of(place);
        earlier = place.read();
        earlier.ifPresent(known -> {
            synchronized (this) {
                limits = Optional.of(new Limits(known.after(), known.until()));
            }
        });
    }

    /** Returns where in a step's output an earlier run has put the line, if that is not in the log any more. */
    OptionalLong placeIn(int step, long logSize) {
        return earlier.filter(known -> known.step() == step && known.logOffset() >= logSize)
                .map(known -> OptionalLong.of(known.raw()))
                .orElse(OptionalLong.empty());
    }

    /** Writes the line if it is due and not yet told, outside of any step. */
    void tell(MaskedLog log) {
        tell(log, OverdueMark.NO_STEP, 0);
    }

    /** Writes the line if it is due and not yet told, after so much of a step's output. */
    void tell(MaskedLog log, int step, long raw) {
        Optional<Limits> reached = limits;
        if (told || reached.isEmpty() || mark.isEmpty()) {
            return;
        }
        told = true;
        if (earlier.isPresent() && earlier.get().logOffset() < log.size()) {
            return;
        }
        Limits over = reached.get();
        mark.get().write(new Place(step, raw, log.size(), over.after(), over.until()));
        log.note(over.line());
    }
}
