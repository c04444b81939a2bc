package dev.hostler.engine.state;

import dev.hostler.api.error.Failure;
import java.util.Optional;

/**
 * How it has gone with a workload since its wish last changed. Immutable.
 *
 * @param attempts how often in a row it was restarted, or tried in vain
 * @param failure what went wrong last; empty once it goes well
 * @param gaveUp whether no more is tried
 * @param met whether the wish was met once; only then an end counts as one that came by itself
 * @param completed whether it has ended with success and is not wanted again
 */
public record Progress(int attempts, Optional<Failure> failure, boolean gaveUp, boolean met, boolean completed) {
    /** A wish that is yet to be met. */
    public static final Progress NONE = new Progress(0, Optional.empty(), false, false, false);

    /** A wish that is met. */
    public static final Progress MET = new Progress(0, Optional.empty(), false, true, false);

    /** Returns the progress after another attempt, with what it is for or how it failed. */
    public Progress attempted(Optional<Failure> why) {
        return new Progress(attempts + 1, why, gaveUp, met, false);
    }

    /** Returns the progress of a workload for which nothing could be tried. */
    public Progress hindered(Failure why) {
        return new Progress(attempts, Optional.of(why), gaveUp, met, completed);
    }

    /** Returns the progress of a workload that is as wanted now, and may not stay so. */
    public Progress well() {
        return new Progress(attempts, Optional.empty(), false, true, false);
    }

    /** Returns the progress of a workload that is tried no more. */
    public Progress gaveUp(Failure why) {
        return new Progress(attempts, Optional.of(why), true, met, false);
    }

    /** Returns the progress of a workload that is done. */
    public Progress done() {
        return new Progress(attempts, Optional.empty(), false, true, true);
    }
}
