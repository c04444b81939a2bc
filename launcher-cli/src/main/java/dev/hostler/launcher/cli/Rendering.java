package dev.hostler.launcher.cli;

import dev.hostler.api.error.Failure;
import dev.hostler.api.job.JobResult;

/** How a command speaks: to people, or to a program. Confined to one thread, save {@link #notice}. */
interface Rendering {
    /** Prints a line of the job's output, at once; returns false if nobody reads it any more. */
    boolean line(String text);

    /** Prints a line to the user that is neither output nor result. */
    void notice(String text);

    /** Returns whether it can show how far a job is while that runs. */
    default boolean isLive() {
        return false;
    }

    /** Shows how far the job is, until the view is closed. Only if it {@link #isLive}. */
    default LiveView view() {
        throw new IllegalStateException("nobody would see it");
    }

    /** Prints how the job ended. */
    void result(JobResult result);

    /** Prints why there is no result. */
    void failure(Failure failure);
}
