package dev.hostler.launcher.http.gryt;

import dev.hostler.api.job.JobId;

/**
 * The ids that the caller's numbers have as jobs of the agent: {@code gryt-17}, and {@code gryt-17.2} for the second job of
 * this number.
 */
final class GrytIds {
    private static final String PREFIX = "gryt-";

    private GrytIds() {}

    static JobId of(long jobId, int turn) {
        return new JobId(PREFIX + jobId + (turn == 1 ? "" : "." + turn));
    }

    /** Returns the caller's number of a job. */
    static long numberOf(JobId id) {
        String number = id.value().substring(PREFIX.length());
        int turn = number.indexOf('.');
        return Long.parseLong(turn < 0 ? number : number.substring(0, turn));
    }
}
